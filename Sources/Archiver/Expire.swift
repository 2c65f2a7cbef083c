import Activities
import ArchiveFormat
import ArchiveStore

/// Removes the oldest days of an archive at the end of their retention; old checkpoints still verify.
public struct Expire: Sendable {
  /// What goes, or has gone.
  public struct Report: Hashable, Sendable {
    /// The days, in order.
    public let days: [UTCDay]
    /// Segment files.
    public let segments: Int
    /// Activities, each once.
    public let activities: Int
    /// Later forms of activities.
    public let amendments: Int
    /// The bytes of the files.
    public let size: Int

    init(_ segments: [Segment]) {
      self.segments = segments.count
      days = Set(segments.compactMap(\.location.partition)).sorted()
      activities = segments.count(of: .activities)
      amendments = segments.count(of: .amendments)
      // The index may give any number: it is no reason to stop.
      size = segments.reduce(0) { $0 &+ $1.size }
    }
  }

  private let directory: String
  private let day: UTCDay

  /// Of the archive in `directory`, everything before `day`.
  public init(directory: String, before day: UTCDay) {
    self.directory = directory
    self.day = day
  }

  /// What would go. Throws `StoreError`.
  public func plan() throws(StoreError) -> Report {
    let archive = try Archive(at: directory)
    try archive.refuseSnapshot()
    return Report(segments(of: archive.contents))
  }

  /// Removes it, and says what has gone. Segments that are missing or damaged go like any other.
  ///
  /// `reason` is what the index will say, in the operator's words. Throws `StoreError`.
  public func run(
    reason: String, now: Instant, signingKey: SigningKey? = nil
  ) async throws -> Report {
    let writer = try ArchiveWriter(
      at: directory, mayLackSegments: true, signingKey: signingKey)
    let segments = segments(of: await writer.archive.contents)
    try await writer.expire(segments, reason: reason, at: now)
    return Report(segments)
  }

  private func segments(of contents: Contents) -> [Segment] {
    [SegmentStream.activities, .amendments].flatMap { contents.segments(of: $0) }
      .filter { segment in segment.location.partition.map { $0 < day } ?? false }
  }
}

extension [Segment] {
  fileprivate func count(of stream: SegmentStream) -> Int {
    reduce(0) { $0 &+ ($1.location.stream == stream ? $1.entry.count : 0) }
  }
}

extension Contents {
  /// What walks have covered; what has expired is not missing.
  public var coverage: Coverage { Coverage(walks, expiredBefore: expiredBefore) }
}
