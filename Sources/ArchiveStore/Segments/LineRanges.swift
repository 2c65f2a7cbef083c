import Activities

/// Walks over the records of a block's content.
public struct LineRanges: Sendable {
  private var offset = 0

  /// Starts at the first record.
  public init() {}

  /// The bytes of the next record without its LF; nil at the end of the content.
  ///
  /// Bytes behind the last LF count as a record, which no block that the archive wrote has.
  public mutating func next(in content: RawSpan) -> Range<Int>? {
    guard offset < content.byteCount else { return nil }
    let end = content.firstIndex(of: UInt8(ascii: "\n"), from: offset) ?? content.byteCount
    let start = offset
    offset = end + 1
    return start..<end
  }

  /// Moves to the end of the content and says how many records that passes over.
  public mutating func skipAll(in content: RawSpan) -> Int {
    var count = 0
    while next(in: content) != nil { count += 1 }
    return count
  }
}
