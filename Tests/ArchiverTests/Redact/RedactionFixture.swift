import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Simulator
import Testing

/// A fetched archive of which some people are to be forgotten.
struct RedactionFixture {
  static let redaction = Redaction(at: Instant(seconds: 1_750_000_000), reason: "asked to")

  let fetched: FetchFixture

  /// A person who replied, and whose activities lie on several days.
  func person() throws -> Identifier {
    let replies = fetched.simulator.workspace.activities(ActivityFilter(eventType: "REPLIED"))
    let persons = replies.compactMap { person(of: $0.record) }
    return try #require(
      persons.first { person in
        let days = activities(of: person).map(\.instant.day)
        return Set(days).count > 1
      })
  }

  /// What the API shows of a person.
  func activities(of person: Identifier) -> [ShownActivity] {
    var filter = ActivityFilter()
    filter.personID = person
    return fetched.simulator.workspace.activities(filter).compactMap { activity in
      activity.id.map {
        ShownActivity(id: $0, instant: activity.instant, record: activity.record)
      }
    }
  }

  func person(of record: [UInt8]) -> Identifier? {
    var reader = RecordReader()
    guard let fields = try? reader.read(record.span.bytes) else { return nil }
    return reader.payloadIdentifier(.personID, of: fields, in: record.span.bytes)
  }

  func redact(
    persons: Set<Identifier> = [], activities: Set<Identifier> = [],
    _ redaction: Redaction? = Self.redaction, signingKey: SigningKey? = nil
  ) async throws -> Redact.Report {
    let subject = try #require(RedactionSubject(persons: persons, activities: activities))
    let redact = Redact(directory: fetched.directory, subject)
    let plan = try await redact.plan()
    let report = try await redact.run(try #require(redaction), signingKey: signingKey)
    #expect(plan == report)
    return report
  }

  /// Holds the archive to be intact and complete, and to extend a checkpoint.
  func expectWhole(
    extending kept: [UInt8] = [], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let options = try Self.options(extending: kept)
    let report = try await Verify(ArchiveFolder(at: fetched.directory), options).run()
    try check(report, isExtending: !kept.isEmpty, sourceLocation)
  }

  private func check(
    _ report: VerifyReport, isExtending: Bool, _ sourceLocation: SourceLocation
  ) throws {
    let count = try redactedRecords().count
    #expect(report.findings == [], sourceLocation: sourceLocation)
    #expect(report.extendsKept == isExtending, sourceLocation: sourceLocation)
    #expect(report.redacted == count, sourceLocation: sourceLocation)
    _ = try IndependentReader.counts(fetched.directory)
  }

  private static func options(extending kept: [UInt8]) throws -> VerifyOptions {
    var options = VerifyOptions()
    if !kept.isEmpty {
      options.keptCheckpoint = try KeptCheckpoint(file: "kept", kept.span.bytes)
    }
    return options
  }

  /// The checkpoint as an auditor keeps it.
  func checkpoint() throws -> [UInt8] { try fetched.archive().checkpoint.bytes }

  /// What stands for records in all streams.
  func redactedRecords() throws -> [RedactedRecord] {
    try SegmentStream.allCases.flatMap { try fetched.records($0).compactMap(Self.redacted) }
  }

  static func redacted(_ line: String) -> RedactedRecord? {
    RedactedRecord(line: Array(line.utf8).span.bytes)
  }

  /// The files of the archive, inflated, in which a text is found in either letter case.
  func files(with text: String) throws -> [String] {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c",
      #"find "$0" -type f | while read f; do zcat -f "$f" | grep -qi "$1" && echo "$f"; done; :"#,
      fetched.directory, text,
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

/// An activity of the simulated workspace that has an id.
struct ShownActivity {
  let id: Identifier
  let instant: Instant
  let record: [UInt8]
}

/// Fetches a workspace into an archive, in which every day has amendments.
func withRedactionFixture(
  activities: Int = 900, days: Int = 5, _ body: (RedactionFixture) async throws -> Void
) async throws {
  try await withFetchFixture(configuration(activities: activities, days: days)) { fetched in
    _ = try await fetched.fetch()
    let workspace = fetched.simulator.workspace
    for reply in workspace.activities(ActivityFilter(eventType: "REPLIED")).compactMap(\.id) {
      #expect(workspace.setReplyCategory("LATER_ON", of: reply))
    }
    fetched.simulator.clock.advance(by: .seconds(86_400))
    try #require(try await fetched.fetch().amended > 0)
    try await body(RedactionFixture(fetched: fetched))
  }
}
