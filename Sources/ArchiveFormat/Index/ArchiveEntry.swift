import Activities

/// The first entry of an index: what archive this is and where its activities come from.
public struct ArchiveEntry: Hashable, Sendable {
  /// What the checkpoint names.
  public var id: Identifier
  /// `scheme://host[:port]` of the API.
  public var source: String
  /// When the archive was begun.
  public var createdAt: Instant

  /// An entry of this format.
  public init(id: Identifier, source: String, createdAt: Instant) {
    self.id = id
    self.source = source
    self.createdAt = createdAt
  }

  init(_ reader: inout EntryReader) throws(IndexEntryError) {
    let format = try reader.integer("format")
    guard format == IndexEntry.format else { throw .unsupportedFormat(format) }
    id = try reader.identifier("id")
    source = try reader.string("source")
    createdAt = try reader.instant("created_at")
  }

  func write(to writer: inout EntryWriter) {
    writer.number("format", IndexEntry.format)
    writer.string("id", id.description)
    writer.string("source", source)
    writer.string("created_at", createdAt.description)
  }
}
