import Activities
import ArchiveFormat
import ArchiveStore

/// The days of an archive that a snapshot holds, and what is known of the others.
public struct SnapshotExtent: Hashable, Sendable {
  /// The days, from midnight to midnight; what verify says is bounded by them.
  public let window: Window
  /// When the snapshot was taken; nil for one that is being taken.
  public let takenAt: Instant?
  /// Segments of the archive that are not there, as their days are others or as they have none.
  public let absent: Int
  /// Segments of that kind that are there, and were looked at.
  public let besides: Int
}

/// Why there is nothing to verify.
public enum VerifyScopeError: Error, Hashable, Sendable {
  /// What was asked about lies outside of a snapshot, which holds these days.
  case outsideSnapshot(Window)
}

/// What `verify` looks at: which segments must be there, and over which time completeness is judged.
struct VerifyScope {
  /// Where completeness begins to be judged; nil for the first covered instant.
  let since: Instant?
  /// Where it ends; nil for the last covered instant.
  let until: Instant?
  /// The days of a snapshot; nil of a whole archive.
  private let days: Window?
  private let takenAt: Instant?
  /// Whether a snapshot is to be taken of an archive, whose other segments are left aside.
  private let isToBeTaken: Bool
  /// Whether only some time was asked about.
  private let isBounded: Bool

  init(_ options: VerifyOptions, _ snapshot: SnapshotDescription?) throws(VerifyScopeError) {
    let days = options.snapshot ?? snapshot?.window
    self.days = days
    takenAt = options.snapshot == nil ? snapshot?.takenAt : nil
    isToBeTaken = options.snapshot != nil
    isBounded = options.since != nil || options.until != nil
    guard let days else {
      since = options.since
      until = options.until
      return
    }
    let window = Window(since: options.since, until: options.until).intersection(days)
    guard !window.isEmpty else { throw .outsideSnapshot(days) }
    since = window.from
    until = window.until
  }

  /// The time that is looked at.
  var window: Window { Window(since: since, until: until) }

  /// The segments that must be there.
  func expected(of contents: Contents) -> [Segment] {
    contents.segments(within: window).filter { mustBeThere($0) }
  }

  /// The segments that need not be there, and are.
  func beside(_ present: Set<SegmentLocation>, of contents: Contents) -> [Segment] {
    guard !isToBeTaken else { return [] }
    return contents.allSegments.filter { !mustBeThere($0) && present.contains($0.location) }
  }

  /// How many segments of the archive, or of the snapshot's days, are none of `looked`, as they are of
  /// no time that was asked about.
  func leftOut(of contents: Contents, looked: [Segment]) -> Int {
    contents.allSegments.count { isOfTheDays($0) }
      - looked.count { isOfTheDays($0) }
  }

  /// What a snapshot holds, of which so many segments are there that need not be.
  func extent(of contents: Contents, besides: Int) -> SnapshotExtent? {
    guard let days else { return nil }
    let others = contents.allSegments.count { !isOfTheDays($0) }
    return SnapshotExtent(
      window: days, takenAt: takenAt, absent: others - besides, besides: besides)
  }

  /// Of what has no time nothing was asked where only some time was.
  private func mustBeThere(_ segment: Segment) -> Bool {
    isOfTheDays(segment) && !(isBounded && segment.location.partition == nil)
  }

  private func isOfTheDays(_ segment: Segment) -> Bool {
    days.map { segment.location.lies(in: $0) } ?? true
  }
}

extension IndexReading {
  /// A snapshot must have been taken at the checkpoint that lies in it.
  mutating func check(_ snapshot: SnapshotDescription?) {
    guard let snapshot, let checkpoint, !snapshot.isTaken(at: checkpoint) else { return }
    log.add(
      .checkpointMismatch, path: Layout.snapshot,
      .otherSnapshot(snapshot.archiveID, size: snapshot.size, root: snapshot.root))
  }
}

extension Contents {
  fileprivate var allSegments: [Segment] { SegmentStream.allCases.flatMap { segments(of: $0) } }
}
