import Activities
import Foundation
import Simulator
import Testing

/// A report claims nothing that is not true of its snapshot.
@Suite("What the report of a snapshot claims", .timeLimit(.minutes(3)))
struct SnapshotClaimsTests: SnapshotTests {
  private let everything = "It holds every activity of these days as it was first archived"
  private let notEverything = "what is missing, changed, redacted or expired is told below"

  private func page(_ fixture: CommandFixture) throws -> String {
    let valid = try Python.run("check_report.py", [bag(fixture) + "/report.json"])
    #expect(valid.output == "valid\n")
    return try String(contentsOfFile: bag(fixture) + "/report.html", encoding: .utf8)
  }

  private func report(_ fixture: CommandFixture) throws -> String {
    try String(contentsOfFile: bag(fixture) + "/report.json", encoding: .utf8)
  }

  private func expire(_ fixture: CommandFixture) async throws {
    let expire = ["expire", "--before", "2025-06-26", "--yes", "--reason", "a year is over"]
    #expect(try await fixture.run(expire).status == 0)
  }

  @Test func ofAWholeSnapshot() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      #expect(try await take(fixture).status == 0)
      let page = try page(fixture)
      #expect(page.contains(everything) && !page.contains(notEverything))
      #expect(!page.contains("that can be read, of") && !page.contains("have expired"))
      #expect(!page.contains("No file was changed"))
      #expect(page.contains("no file was damaged on the way"))
      #expect(page.contains("No signature covers report.html and report.json"))
    }
  }

  @Test func ofADamagedOne() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let segments = try fixture.snapshot().keys.filter { $0.hasPrefix("activities/") }.sorted()
      try flip("\(fixture.archive)/\(segments[1])")
      #expect(try await take(fixture).status == 1)
      let page = try page(fixture)
      #expect(!page.contains(everything) && page.contains(notEverything))
    }
  }

  @Test func ofARedactedOne() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let activity = try #require(
        fixture.simulator.workspace.activities().first {
          $0.instant.day.description == "2025-06-26"
        })
      let id = try #require(activity.id).description
      let redact = ["redact", "--id", id, "--reason", "article 17", "--yes"]
      #expect(try await fixture.run(redact).status == 0)
      #expect(try await take(fixture).status == 0)
      let page = try page(fixture)
      #expect(!page.contains(everything) && page.contains(notEverything))
      #expect(page.contains("<strong>redacted</strong>") && page.contains("<i>redacted</i>"))
      #expect(page.contains("A redacted activity has neither type nor channel any more"))
      #expect(try report(fixture).contains(#""redacted"]}"#))
    }
  }

  @Test func ofOneThatHasExpiredInPart() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      try await expire(fixture)
      let taken = try await take(fixture)
      #expect(taken.status == 0, "\(taken.errors)")
      let words = "1 of these days has expired: its records were removed on purpose"
      #expect(taken.errorLines.contains(words), "\(taken.errors)")
      let page = try page(fixture)
      #expect(page.contains("<p>\(words).</p>"))
      #expect(page.contains("<strong>INTACT AND COMPLETE BUT FOR WHAT HAS EXPIRED</strong>"))
      #expect(!page.contains(everything) && page.contains(notEverything))
    }
  }

  /// What nothing has read is not called complete because the days around it have expired.
  @Test func ofOneThatWasNeverReadInPart() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      try await expire(fixture)
      let taken = try await take(fixture, ["--since", "2025-06-01", "--until", "2025-06-27"])
      #expect(taken.status == 1)
      #expect(taken.errors.contains("\nNOT COMPLETE: "), "\(taken.errors)")
      #expect(!taken.errors.contains("\ncomplete"))
      let page = try page(fixture)
      #expect(page.contains("<strong>NOT COMPLETE, AND IN PART EXPIRED</strong>"))
      #expect(!page.contains("verdict good"))
      let report = try report(fixture)
      #expect(report.contains(#""complete":false"#))
      #expect(
        report.contains(
          #"{"day":"2025-06-01","activities":0,"amendments":0,"marks":["gap"]}"#))
    }
  }
}
