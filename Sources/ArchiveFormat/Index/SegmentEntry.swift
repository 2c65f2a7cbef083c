import Activities

/// A segment as it was committed.
public struct SegmentEntry: Hashable, Sendable {
  /// Which stream, partition and file.
  public let location: SegmentLocation
  /// Records, from 1 to `maximumCount`.
  public let count: Int
  /// What the records are; nil exactly for quarantine.
  public let activities: ActivitySummary?
  /// The file's bytes.
  public let size: Int
  /// The SHA-256 of the file's bytes.
  public let sha256: Hash256
  /// The bytes of the records, their LFs included.
  public let contentSize: Int
  /// The Merkle root over the records.
  public let contentRoot: Hash256

  /// A segment takes no more records than this.
  public static let maximumCount = 1_048_576

  /// Nil if `activities` is missing for a partition or given for quarantine, or a number is out of
  /// its range.
  public init?(
    location: SegmentLocation, count: Int, activities: ActivitySummary?, size: Int,
    sha256: Hash256, contentSize: Int, contentRoot: Hash256
  ) {
    guard (activities == nil) == (location.stream == .quarantine),
      (1...Self.maximumCount).contains(count), size > 0, contentSize > 0,
      activities.map({ $0.countOfTypes <= count }) ?? true
    else { return nil }
    self.location = location
    self.count = count
    self.activities = activities
    self.size = size
    self.sha256 = sha256
    self.contentSize = contentSize
    self.contentRoot = contentRoot
  }

  /// Whether records of this `payload.type` may be in the segment.
  public func mayContain(type: String) -> Bool {
    guard let activities else { return false }
    return activities.types[type] != nil || activities.countOfTypes < count
  }

  init(_ reader: inout EntryReader) throws(IndexEntryError) {
    let stream = try reader.string("stream")
    let location = try reader.location("path")
    guard location.stream.rawValue == stream else { throw .malformed(member: "stream") }
    if let day = location.partition {
      guard UTCDay(try reader.string("partition")) == day else {
        throw .malformed(member: "partition")
      }
    }
    let count = try reader.number("count", from: 1)
    let activities = location.stream == .quarantine ? nil : try ActivitySummary(&reader)
    guard count <= Self.maximumCount else { throw .malformed(member: "count") }
    if let activities, activities.countOfTypes > count { throw .malformed(member: "types") }
    self.location = location
    self.count = count
    self.activities = activities
    size = try reader.number("size", from: 1)
    sha256 = try reader.hash("sha256")
    contentSize = try reader.number("content_size", from: 1)
    contentRoot = try reader.hash("content_root")
  }

  func write(to writer: inout EntryWriter) {
    writer.string("stream", location.stream.rawValue)
    if let day = location.partition { writer.string("partition", day.description) }
    activities?.writeOrganization(to: &writer)
    writer.string("path", location.path)
    writer.number("count", count)
    activities?.writeTypesAndRanges(to: &writer)
    writer.number("size", size)
    writer.string("sha256", sha256.hex)
    writer.number("content_size", contentSize)
    writer.string("content_root", contentRoot.hex)
  }
}
