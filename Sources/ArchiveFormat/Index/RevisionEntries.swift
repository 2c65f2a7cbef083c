import Activities

/// The file that takes the place of another: the same folder and part, a higher revision.
public struct Revision: Hashable, Sendable {
  /// The file that is no more.
  public let replaced: SegmentLocation
  /// The file in its place.
  public let location: SegmentLocation
  /// The new file's bytes.
  public let size: Int
  /// The SHA-256 of the new file's bytes.
  public let sha256: Hash256
  /// The bytes of the new file's records, their LFs included.
  public let contentSize: Int

  /// Nil if `location` is no later revision of `replaced`, or a number is out of its range.
  public init?(
    of replaced: SegmentLocation, location: SegmentLocation, size: Int, sha256: Hash256,
    contentSize: Int
  ) {
    guard location.isRevision(of: replaced), size > 0, contentSize > 0 else { return nil }
    self.replaced = replaced
    self.location = location
    self.size = size
    self.sha256 = sha256
    self.contentSize = contentSize
  }

  init(_ reader: inout EntryReader) throws(IndexEntryError) {
    replaced = try reader.location("replaces")
    location = try reader.location("path")
    guard location.isRevision(of: replaced) else { throw .malformed(member: "path") }
    size = try reader.number("size", from: 1)
    sha256 = try reader.hash("sha256")
    contentSize = try reader.number("content_size", from: 1)
  }

  func write(to writer: inout EntryWriter) {
    writer.string("replaces", replaced.path)
    writer.string("path", location.path)
    writer.number("size", size)
    writer.string("sha256", sha256.hex)
    writer.number("content_size", contentSize)
  }
}

extension SegmentLocation {
  func isRevision(of other: SegmentLocation) -> Bool {
    folder == other.folder && part == other.part && revision > other.revision
  }
}

/// Personal data was taken out of a segment's records.
public struct RedactionEntry: Hashable, Sendable {
  /// The file without that data, for the file with it.
  public let revision: Revision
  /// Records that were redacted, at least one.
  public let redacted: Int
  /// When and why, as each of these records says too.
  public let redaction: Redaction

  /// Nil if nothing was redacted.
  public init?(revision: Revision, redacted: Int, _ redaction: Redaction) {
    guard redacted > 0 else { return nil }
    self.revision = revision
    self.redacted = redacted
    self.redaction = redaction
  }

  init(_ reader: inout EntryReader) throws(IndexEntryError) {
    revision = try Revision(&reader)
    redacted = try reader.number("redacted", from: 1)
    let reason = try reader.string("reason")
    guard let redaction = Redaction(at: try reader.instant("at"), reason: reason) else {
      throw .malformed(member: "reason")
    }
    self.redaction = redaction
  }

  func write(to writer: inout EntryWriter) {
    revision.write(to: &writer)
    writer.number("redacted", redacted)
    writer.string("reason", redaction.reason)
    writer.string("at", redaction.at.description)
  }
}

/// A segment's file was written anew with the same records.
public struct ReplacementEntry: Hashable, Sendable {
  /// The new file, for the old one.
  public let revision: Revision
  /// In the operator's words.
  public let reason: String
  /// When it was committed.
  public let at: Instant

  /// A replacement made at `at`.
  public init(revision: Revision, reason: String, at: Instant) {
    self.revision = revision
    self.reason = reason
    self.at = at
  }

  init(_ reader: inout EntryReader) throws(IndexEntryError) {
    revision = try Revision(&reader)
    reason = try reader.string("reason")
    at = try reader.instant("at")
  }

  func write(to writer: inout EntryWriter) {
    revision.write(to: &writer)
    writer.string("reason", reason)
    writer.string("at", at.description)
  }
}

/// A segment was removed on purpose, at the end of its retention.
public struct ExpiryEntry: Hashable, Sendable {
  /// The file that is no more.
  public let location: SegmentLocation
  /// In the operator's words.
  public let reason: String
  /// When it was committed.
  public let at: Instant

  /// An expiry at `at`.
  public init(location: SegmentLocation, reason: String, at: Instant) {
    self.location = location
    self.reason = reason
    self.at = at
  }

  init(_ reader: inout EntryReader) throws(IndexEntryError) {
    location = try reader.location("path")
    reason = try reader.string("reason")
    at = try reader.instant("at")
  }

  func write(to writer: inout EntryWriter) {
    writer.string("path", location.path)
    writer.string("reason", reason)
    writer.string("at", at.description)
  }
}
