import Activities
import ArchiveFormat
import ArchiveStore

/// Takes what an archive holds about people out of it, so that the index, its checkpoints and the
/// proofs of everything else stay as they are.
public struct Redact: Sendable {
  /// What goes, or has gone.
  public struct Report: Hashable, Sendable {
    /// The days that held it, in order.
    public let days: [UTCDay]
    /// Activities, each once.
    public let activities: Int
    /// Their records: every form of each.
    public let records: Int
    /// Items of quarantine.
    public let quarantined: Int
    /// Segment files that are written anew.
    public let segments: Int
    /// Those of the ids asked for of which nothing is held, and of activities was never.
    public let unknown: [Identifier]
    /// Snapshots that were taken of these days, or of days that have expired since, and hold what they
    /// held.
    public let snapshots: [SnapshotNote]
    /// Whether there may be others, as not all notes of snapshots can be read.
    public let mayLackSnapshots: Bool

    /// Whether there is nothing to redact.
    public var isEmpty: Bool { segments == 0 }

    init(_ found: RedactionSearch.Found, _ subject: RedactionSubject, in archive: Archive) {
      // They are notes: one that cannot be read hinders nothing.
      let notes = try? archive.folder.snapshotNotes()
      let expired = Window(
        since: nil, until: archive.contents.expiredBefore ?? Instant(nanoseconds: .min))
      func count(_ isQuarantine: Bool) -> Int {
        found.counts.reduce(0) { sum, count in
          (count.key.stream == .quarantine) == isQuarantine ? sum + count.value : sum
        }
      }
      let days = Set(found.counts.keys.compactMap(\.partition)).sorted()
      self.days = days
      snapshots = (notes?.notes ?? []).filter { note in
        let isOfExpired = !note.window.intersection(expired).isEmpty
        return isOfExpired || days.contains { !Window($0).intersection(note.window).isEmpty }
      }
      mayLackSnapshots = (notes?.unreadable ?? 1) > 0
      unknown = subject.persons.union(subject.activities).subtracting(found.known).sorted()
      activities = found.ids.count
      records = count(false)
      quarantined = count(true)
      segments = found.counts.count
    }
  }

  private let directory: String
  private let subject: RedactionSubject

  /// Of the archive in `directory`, what it holds about `subject`.
  public init(directory: String, _ subject: RedactionSubject) {
    self.directory = directory
    self.subject = subject
  }

  /// What would go. Throws as `run` does.
  public func plan() async throws -> Report {
    let archive = try Archive(inspectedAt: directory, mayLackSegments: false)
    let found = try await RedactionSearch(archive: archive, subject: subject).run()
    return Report(found, subject, in: archive)
  }

  /// Redacts it, and says what has gone: all of it or, if that throws, nothing.
  ///
  /// Throws `StoreError`, also for an archive that lacks a segment, and `RedactError`.
  public func run(_ redaction: Redaction, signingKey: SigningKey? = nil) async throws -> Report {
    let writer = try ArchiveWriter(at: directory, signingKey: signingKey)
    let archive = await writer.archive
    let found = try await RedactionSearch(archive: archive, subject: subject).run()
    let copy = RedactedCopy(
      archive: archive, staging: writer.staging, subject: subject, ids: found.ids,
      redaction: redaction)
    let segments = SegmentStream.allCases.flatMap { archive.segments(of: $0) }
      .filter { found.counts[$0.location] != nil }
    let redacted = try await segments.mapSideBySide { try copy.make(of: $0) }
    try await writer.redact(redacted, redaction)
    return Report(found, subject, in: archive)
  }
}

/// Why nothing was redacted.
public enum RedactError: Error, Hashable, Sendable {
  /// Records of a segment that cannot be placed may be about the same people.
  case unreadable(path: String, records: Int)
  /// The segment's records are not those that the index commits to.
  case damaged(path: String)
}
