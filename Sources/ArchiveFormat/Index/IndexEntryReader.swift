/// Reads index lines one after another, in storage that is kept.
public struct IndexEntryReader {
  private var reader = EntryReader()

  /// A reader of any line.
  public init() {}

  /// The entry on a line without its LF, as `IndexEntry.init(line:)` reads it.
  public mutating func entry(on line: RawSpan) throws(IndexEntryError) -> IndexEntry {
    try IndexEntry(line, &reader)
  }
}
