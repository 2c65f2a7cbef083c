import Activities
import ArchiveFormat
import ArchiveStore
import Foundation
import Synchronization
import Testing

@testable import Archiver

/// A snapshot holds its days as they are, says what was found, and is judged by them alone.
@Suite("Snapshots") struct SnapshotTests {
  /// The specimen has the 14th to the 16th; the snapshot the 14th and the 15th, unless it says so.
  private let specimen: Specimen
  private let output: String

  init() async throws {
    specimen = try await Specimen()
    output =
      FileManager.default.temporaryDirectory
      .appending(path: "snapshot-\(UUID().uuidString.prefix(8))").path
  }

  private func options(_ since: String, _ until: String) throws -> SnapshotOptions {
    let from = try #require(UTCDay(since)).start
    let window = Window(from: from, until: try #require(UTCDay(until)).start)
    return SnapshotOptions(
      window: window, output: output, now: try #require(Timestamp("2025-04-02T00:00:00Z")).instant,
      software: "a test")
  }

  @discardableResult
  private func take(
    _ since: String = "2025-03-14", _ until: String = "2025-03-16",
    progress: @escaping @Sendable (VerifyProgress) -> Void = { _ in }
  ) async throws -> SnapshotFacts {
    let snapshot = Snapshot(of: specimen.root, try options(since, until))
    return try await snapshot.run(progress: progress) { _ in [("report.txt", [65])] }.facts
  }

  /// Does `body`, and removes the snapshot.
  private func removing(_ body: () async throws -> Void) async throws {
    defer { try? FileManager.default.removeItem(atPath: output) }
    try await body()
  }

  private func verify(
    _ change: (inout VerifyOptions) -> Void = { _ in }
  ) async throws -> VerifyReport {
    var options = VerifyOptions()
    change(&options)
    return try await Verify(ArchiveFolder(at: output), options).run()
  }

  private func bytes(_ relative: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: output).appending(path: relative)))
  }

  private func kinds(_ report: VerifyReport) -> Set<FindingKind> { Set(report.counts.keys) }

  @Test func itHoldsItsDaysByteForByte() async throws {
    try await removing {
      let facts = try await take()
      let inside = [
        Specimen.big, Specimen.late, Specimen.small, Specimen.amendments, Specimen.newest,
      ]
      for path in inside + [Layout.index, Layout.checkpoint] {
        #expect(try bytes("data/\(path)") == specimen.bytes(path))
      }
      let files = try FileManager.default.subpathsOfDirectory(atPath: output + "/data")
      #expect(
        Set(files.filter { $0.hasSuffix(".gz") }) == Set(inside), "and nothing of other days")
      #expect(facts.isGood && facts.isWhole && facts.segments == 5 && facts.missing == 0)
      #expect(
        facts.days.map(\.activities) == [1_032, 3] && facts.days.map(\.amendments) == [3, 0])
      #expect(facts.days.map(\.marks) == [[], []])
      let counts = facts.counts
      #expect(counts.activities == 1_035 && counts.amendments == 3 && counts.amended == 2)
      #expect(counts.types.counts == ["message.sent": 932, "message.replied": 103])
      #expect(counts.channels.counts == ["EMAIL": 1_035] && counts.channels.without == 0)
      #expect(counts.amendedActivities.map(\.forms) == [2, 1])
      #expect(facts.otherSegments == 1 && facts.quarantined == 2)
      #expect(facts.redactions.isEmpty && facts.incomplete.isEmpty && facts.unsettled.isEmpty)
    }
  }

  @Test func verifyIsBoundedByItsDays() async throws {
    try await removing {
      try await take()
      let report = try await verify()
      #expect(report.isIntact && report.isComplete && report.segments == 5)
      let extent = try #require(report.snapshot)
      #expect(extent.window == (try options("2025-03-14", "2025-03-16").window))
      #expect(extent.absent == 2 && extent.besides == 0 && extent.takenAt != nil)
      #expect(report.coverage == [extent.window])
      let part = try await verify { $0.since = extent.window.from + .seconds(86_400) }
      #expect(part.isIntact && part.isComplete && part.segments == 1)
      await #expect(throws: VerifyScopeError.outsideSnapshot(extent.window)) {
        try await verify { $0.since = extent.window.until }
      }
    }
  }

  @Test func whatIsMissingWithinIsAFinding() async throws {
    try await removing {
      try await take()
      for path in [Specimen.late, Specimen.newest] {
        try FileManager.default.removeItem(atPath: "\(output)/data/\(path)")
      }
      let report = try await verify()
      #expect(report.counts == [.segmentMissing: 2])
      #expect(Set(report.findings.map(\.path)) == [Specimen.late, Specimen.newest])
    }
  }

  /// Whoever names fewer days hides a loss, and the verdict then speaks of fewer days.
  @Test func fewerDaysAreFewerDays() async throws {
    try await removing {
      try await take()
      try FileManager.default.removeItem(atPath: "\(output)/data/\(Specimen.small)")
      let path = "\(output)/data/\(Layout.snapshot)"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try text.replacing("2025-03-16T", with: "2025-03-15T")
        .write(toFile: path, atomically: false, encoding: .utf8)
      let report = try await verify()
      #expect(report.isIntact && report.snapshot?.window.until.day == UTCDay("2025-03-15"))
      #expect(report.snapshot?.absent == 3)
      // Without its description it is an archive, of which much is missing.
      try FileManager.default.removeItem(atPath: path)
      #expect(try await verify().counts == [.segmentMissing: 3])
    }
  }

  @Test func whatLiesBesideIsVerified() async throws {
    try await removing {
      try await take("2025-03-15", "2025-03-16")
      let folder = "\(output)/data/activities/created_date=2025-03-16"
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: false)
      let copy = URL(filePath: "\(output)/data/\(Specimen.last)")
      try Data(specimen.bytes(Specimen.last)).write(to: copy)
      let report = try await verify()
      #expect(report.isIntact && report.isComplete)
      #expect(report.snapshot?.besides == 1 && report.segments == 2)
      var bytes = try specimen.bytes(Specimen.last)
      bytes[bytes.count - 9] ^= 1
      try Data(bytes).write(to: copy)
      #expect(try await kinds(verify()).contains(.checksumMismatch))
      try FileManager.default.moveItem(
        atPath: copy.path, toPath: "\(folder)/part-00007.ndjson.gz")
      #expect(try await kinds(verify()) == [.segmentOrphan])
    }
  }

  @Test func aCheckpointOfAnotherTimeIsAFinding() async throws {
    try await removing {
      try await take()
      let path = "\(output)/data/\(Layout.snapshot)"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try text.replacing("\"size\":13", with: "\"size\":12")
        .write(toFile: path, atomically: false, encoding: .utf8)
      let report = try await verify()
      #expect(report.findings.map(\.kind) == [.checkpointMismatch])
      #expect(report.findings.map(\.path) == [Layout.snapshot])
    }
  }

  @Test func findingsSpeakAndHinderNothing() async throws {
    try await removing {
      try specimen.remove(Specimen.small)
      var bytes = try specimen.bytes(Specimen.big)
      bytes[bytes.count / 2] ^= 1
      try specimen.write(bytes, to: Specimen.big)
      let facts = try await take()
      #expect(!facts.isGood && facts.missing == 1 && facts.segments == 4)
      #expect(facts.days.map(\.marks) == [[.finding], [.finding]])
      #expect(facts.verification.counts[.segmentMissing] == 1)
      #expect(facts.verification.counts[.checksumMismatch] == 1)
      #expect(facts.counts.activities < facts.activities)
      #expect(try self.bytes("data/\(Specimen.big)") == bytes)
      let report = try await verify()
      #expect(kinds(report) == kinds(facts.verification) && !report.isIntact)
    }
  }

  /// Of quarantine nothing is handed over; the others need no more than the archive itself.
  static let damages = Damage.all.filter { damage in
    damage.options.keptCheckpoint == nil && !damage.options.strict
      && damage.places.contains { $0.path != Specimen.quarantine }
  }

  /// Whatever is wrong with an archive, no snapshot of it is called good.
  @Test(arguments: damages) func noDamagedArchiveIsCalledGood(damage: Damage) async throws {
    try await removing {
      try damage.make(specimen)
      do {
        let facts = try await take("2025-03-14", "2025-03-17")
        #expect(!facts.isGood)
      } catch is SnapshotError, is StoreError {
        #expect(!FileManager.default.fileExists(atPath: output))
      }
    }
  }

  /// What is wrong on other days is not this snapshot's; a foreign file is the archive's.
  @Test func onlyItsOwnDaysCount() async throws {
    try await removing {
      try specimen.remove(Specimen.last)
      try specimen.remove(Specimen.quarantine)
      try specimen.write([1], to: "\(Specimen.partition)/part-00009.ndjson.gz")
      let facts = try await take()
      #expect(facts.verification.counts == [.segmentOrphan: 1])
      #expect(try await verify().isIntact, "the foreign file is not copied")
    }
  }

  @Test func timeThatNothingHasRead() async throws {
    try await removing {
      let facts = try await take("2025-03-16", "2025-03-19")
      #expect(facts.verification.isIntact && !facts.verification.isComplete)
      #expect(facts.days.map(\.marks) == [[], [.gap], [.gap]])
      #expect(facts.coverage.gaps.map(\.from.day) == [UTCDay("2025-03-17")])
      let report = try await verify()
      #expect(report.isIntact && kinds(report) == [.coverageGap])
    }
  }

  @Test func anIndexThatIsNotToBeTrusted() async throws {
    let behind = Array("{}\n".utf8)
    try specimen.write(try specimen.bytes(Layout.index) + behind, to: Layout.index)
    let before = try specimen.bytes(Layout.index)
    let error = await #expect(throws: SnapshotError.self) { try await take() }
    guard case .indexNotTrusted(let findings) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(findings.map(\.kind) == [.checkpointMismatch])
    #expect(!FileManager.default.fileExists(atPath: output))
    #expect(try specimen.bytes(Layout.index) == before)
  }

  /// Half a commit that was interrupted is no part of what its checkpoint stands for.
  @Test func whileACommitHasNotEnded() async throws {
    try await removing {
      let lines = try specimen.bytes(Layout.index)
      let walk = try Specimen.walk("2025-03-17", received: 1, added: 1)
      let staged = IndexEntry.walk(walk).line + [UInt8(ascii: "\n")]
      try FileManager.default.createDirectory(
        atPath: specimen.path(Layout.staging), withIntermediateDirectories: true)
      try specimen.write(staged, to: Layout.stagedCommit)
      try specimen.write(lines + staged.prefix(20), to: Layout.index)
      let facts = try await take()
      #expect(facts.isGood && facts.verification.interruptedLines == 1)
      #expect(try bytes("data/\(Layout.index)") == lines)
      let report = try await verify()
      #expect(report.isIntact && report.isComplete && report.interruptedLines == 0)
    }
  }

  /// What has expired is told, and is neither missing nor a gap.
  @Test func daysThatHaveExpired() async throws {
    try await removing {
      let day = try #require(UTCDay("2025-03-15"))
      _ = try await Expire(directory: specimen.root, before: day)
        .run(reason: "kept long enough", now: Instant(seconds: 1_745_000_000))
      let facts = try await take()
      #expect(facts.isGood && facts.segments == 1)
      #expect(facts.days.map(\.activities) == [0, 3])
      #expect(facts.days.map(\.marks) == [[.expired], []])
      #expect(facts.expiredDays == 1 && !facts.isWhole)
      let report = try await verify()
      #expect(report.isIntact && report.isComplete && report.expiredBefore == day.start)
    }
  }

  /// Nothing has expired that nothing had read.
  @Test func daysThatNothingHadReadBeforeTheyExpired() async throws {
    try await removing {
      let day = try #require(UTCDay("2025-03-15"))
      _ = try await Expire(directory: specimen.root, before: day)
        .run(reason: "kept long enough", now: Instant(seconds: 1_745_000_000))
      let facts = try await take("2025-03-12")
      #expect(facts.days.map(\.marks) == [[.gap], [.gap], [.expired], []])
      #expect(facts.verification.isIntact && !facts.isComplete && !facts.isGood)
      #expect(facts.expired == [Window(try #require(UTCDay("2025-03-14")))])
    }
  }

  /// A redaction is told with its reason, and the copy is as good as the archive.
  @Test func whatWasRedacted() async throws {
    try await removing {
      let id = try #require(Identifier(SpecimenRecords.id(2)))
      let subject = try #require(RedactionSubject(persons: [], activities: [id]))
      let redaction = try #require(
        Redaction(at: Instant(seconds: 1_745_000_000), reason: "article 17"))
      let redacted = try await Redact(directory: specimen.root, subject).run(redaction)
      #expect(redacted.days.count == 3 && redacted.snapshots == [])
      let facts = try await take()
      #expect(facts.isGood && !facts.isWhole && facts.redacted == 2)
      #expect(facts.days.map(\.marks) == [[.redacted], [.redacted]])
      #expect(facts.redactions.map(\.redaction) == [redaction, redaction])
      let report = try await verify()
      #expect(report.isIntact && report.isComplete && report.redacted == 2)
      // Who redacts something else is told of it.
      let other = try #require(Identifier(SpecimenRecords.id(3)))
      let again = try #require(RedactionSubject(persons: [], activities: [other]))
      let plan = try await Redact(directory: specimen.root, again).plan()
      #expect(plan.snapshots.map(\.window) == [facts.window])
    }
  }

  @Test func whatIsThereIsNotWrittenOver() async throws {
    try await removing {
      try FileManager.default.createDirectory(
        atPath: output, withIntermediateDirectories: false)
      await #expect(throws: SnapshotError.exists(output)) { try await take() }
      #expect(try FileManager.default.contentsOfDirectory(atPath: output) == [])
    }
    let inside = specimen.path("inside")
    let options = SnapshotOptions(
      window: try options("2025-03-14", "2025-03-15").window, output: inside,
      now: Instant(seconds: 0), software: "a test")
    await #expect(throws: SnapshotError.withinArchive(inside)) {
      try await Snapshot(of: specimen.root, options).run { _ in [] }
    }
  }

  /// A file that changes after it was verified is verified again, with all the others.
  @Test func whatChangesMeanwhile() async throws {
    try await removing {
      let file = URL(filePath: specimen.path(Specimen.small))
      var changed = try specimen.bytes(Specimen.small)
      changed[changed.count - 9] ^= 1
      let bytes = Data(changed)
      let facts = try await take { progress in
        if progress.segments == progress.totalSegments { try? bytes.write(to: file) }
      }
      #expect(facts.verification.counts[.checksumMismatch] == 1)
      #expect(facts.days.map(\.marks) == [[], [.finding]])
    }
  }

  @Test func itIsNotedInTheArchive() async throws {
    try await removing {
      try await take()
      let notes = try ArchiveFolder(at: specimen.root).snapshotNotes().notes
      let note = try #require(notes.first)
      #expect(notes.count == 1 && note.size == Specimen.lines)
      #expect(note.window == (try options("2025-03-14", "2025-03-16").window))
      #expect(note.folder.hasSuffix("/" + URL(filePath: output).lastPathComponent))
      #expect(try await specimen.verify().isIntact)
      _ = try ArchiveWriter(at: specimen.root)
    }
  }

  @Test func noneIsTakenOfASnapshot() async throws {
    try await removing {
      try await take()
      let options = SnapshotOptions(
        window: try options("2025-03-14", "2025-03-15").window, output: output + "-2",
        now: Instant(seconds: 0), software: "a test")
      await #expect(throws: StoreError.archive(.isSnapshot)) {
        try await Snapshot(of: output, options).run { _ in [] }
      }
    }
  }
}

@Suite struct ValueCountsTests {
  /// A hostile API cannot make the counts large: neither by many values nor by long ones.
  @Test func theyAreBounded() {
    var counts = ValueCounts()
    for number in 0..<2_000 { counts.add("type \(number)") }
    counts.add("type 7")
    counts.add(nil)
    counts.add(String(repeating: "x", count: 1_000))
    #expect(counts.counts.count == ValueCounts.mostValues && counts.counts["type 7"] == 2)
    #expect(counts.others == 2_001 - ValueCounts.mostValues && counts.without == 1)
    var sum = ValueCounts()
    sum.add(String(repeating: "x", count: 1_000))
    #expect(sum.counts.keys.allSatisfy { $0.count == ValueCounts.longestValue + 1 })
    sum.add(counts)
    #expect(sum.counts.count == ValueCounts.mostValues)
    #expect(sum.counts.values.reduce(0, +) + sum.others == 2_003)
  }
}
