import Activities
import ArchiveStore
import Archiver
import Simulator
import Testing

@Suite("Fetch counts what the schema does not know, and keeps it")
struct FetchSchemaTests {
  /// Undocumented types and fields by chance, and two records that break the schema.
  private func withOddities(_ body: (FetchFixture) async throws -> Void) async throws {
    var configuration = configuration(seed: 3)
    configuration.workspace.unknownTypes = 0.05
    configuration.workspace.unknownFields = 0.05
    try await withFetchFixture(configuration) { fixture in
      let activities = fixture.simulator.workspace.activities()
      for (number, activity) in [activities[10], activities[700]].enumerated() {
        let text =
          #"{"id":"01954b2e-fc10-7000-8a3f-d2e591c0000\#(number)","#
          + #""created_at":"\#(activity.instant)","payload":{"type":7}}"#
        fixture.simulator.workspace.insert(item: Array(text.utf8), at: activity.instant)
      }
      try await body(fixture)
    }
  }

  @Test func asVerifyDoes() async throws {
    try await withOddities { fixture in
      let report = try await fixture.fetch()
      #expect(report.isComplete && report.added == 1_202)
      #expect(try fixture.records() == fixture.truth())
      let verified = try await Verify(ArchiveFolder(at: fixture.directory)).run()
      #expect(report.unrecognised.count > 3)
      #expect(report.unrecognised == verified.unrecognised)
      let places = verified.findings.filter { $0.kind == .schemaViolation }
        .map { "\($0.path ?? "") \($0.line ?? 0)" }
      #expect(report.violating == 2 && Set(places).count == 2)
    }
  }

  @Test func onlyWhatTheRunHasArchived() async throws {
    try await withOddities { fixture in
      _ = try await fixture.fetch()
      let again = try await fixture.fetch()
      #expect(again.unrecognised.isEmpty && again.violating == 0)
      let reply = try #require(
        fixture.simulator.workspace.activities(ActivityFilter(eventType: "REPLIED")).last)
      let text = String(decoding: reply.record, as: UTF8.self)
      let changed = text.dropLast() + #","extra":1}"#
      let id = try #require(reply.id)
      #expect(fixture.simulator.workspace.replaceRecord(of: id, with: Array(changed.utf8)))
      fixture.simulator.clock.advance(by: .seconds(86_400))
      let amending = try await fixture.fetch()
      #expect(amending.amended == 1)
      #expect(amending.unrecognised["/extra"] == 1)
    }
  }
}
