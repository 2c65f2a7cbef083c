/// One line of the index: everything that ever happened to the archive is one of these.
public enum IndexEntry: Hashable, Sendable {
  case archive(ArchiveEntry)
  case segment(SegmentEntry)
  case walk(WalkEntry)
  case redaction(RedactionEntry)
  case replacement(ReplacementEntry)
  case expiry(ExpiryEntry)

  /// The values of `kind`.
  public enum Kind: String, CaseIterable, Sendable {
    case archive, segment, walk, redaction, replacement, expiry
  }

  /// The number of the format described by `schemas/FORMAT.md`.
  public static let format = 1

  /// What the line starts with.
  public var kind: Kind {
    switch self {
    case .archive: .archive
    case .segment: .segment
    case .walk: .walk
    case .redaction: .redaction
    case .replacement: .replacement
    case .expiry: .expiry
    }
  }

  /// Reads a line of the index, without its LF.
  ///
  /// Every member of the kind must be there and valid; unknown members are ignored. An unknown
  /// kind or format number is what a newer version wrote, and not damage.
  public init(line: RawSpan) throws(IndexEntryError) {
    var reader = EntryReader()
    self = try IndexEntry(line, &reader)
  }

  init(_ line: RawSpan, _ reader: inout EntryReader) throws(IndexEntryError) {
    if let walk = WalkEntry(usual: line) {
      self = .walk(walk)
    } else {
      try self.init(any: line, &reader)
    }
  }

  /// Reads a line by its syntax tree, however it is spelled.
  init(any line: RawSpan, _ reader: inout EntryReader) throws(IndexEntryError) {
    try reader.begin(line)
    let name = try reader.string("kind")
    guard let kind = Kind(rawValue: name) else { throw .unsupportedKind(name) }
    switch kind {
    case .archive: self = .archive(try ArchiveEntry(&reader))
    case .segment: self = .segment(try SegmentEntry(&reader))
    case .walk: self = .walk(try WalkEntry(&reader))
    case .redaction: self = .redaction(try RedactionEntry(&reader))
    case .replacement: self = .replacement(try ReplacementEntry(&reader))
    case .expiry: self = .expiry(try ExpiryEntry(&reader))
    }
  }

  /// The segment file that the archive has no more once the entry is committed.
  public var removedFile: SegmentLocation? {
    switch self {
    case .redaction(let entry): entry.revision.replaced
    case .replacement(let entry): entry.revision.replaced
    case .expiry(let entry): entry.location
    case .archive, .segment, .walk: nil
    }
  }

  /// The line, without its LF.
  public var line: [UInt8] {
    var writer = EntryWriter()
    writer.string("kind", kind.rawValue)
    switch self {
    case .archive(let entry): entry.write(to: &writer)
    case .segment(let entry): entry.write(to: &writer)
    case .walk(let entry): entry.write(to: &writer)
    case .redaction(let entry): entry.write(to: &writer)
    case .replacement(let entry): entry.write(to: &writer)
    case .expiry(let entry): entry.write(to: &writer)
    }
    return writer.finish()
  }
}
