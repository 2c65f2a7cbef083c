import Activities

/// Reads the lines of an index one after another, in a bounded amount of memory.
public struct IndexLines: ~Copyable {
  /// The longest line that is read, in bytes; a longer one is no index line.
  public static let maximumLength = 64 << 20

  /// Lines of so many bytes keep all cores busy for a while.
  private static let readSize = 4 << 20

  private let file: File
  private var buffer: [UInt8] = []
  private var fileOffset: Int64
  private var lines: [Range<Int>] = []
  /// Where in the buffer the next line starts.
  private var position = 0

  /// How many lines were read.
  public private(set) var count = 0

  init(_ file: consuming File, from offset: Int64 = 0) {
    self.file = file
    fileOffset = offset
    endOffset = offset
  }

  /// The offset in the file at which the line that was read last ends, its LF included.
  public private(set) var endOffset: Int64

  /// Moves to the next line that ends in LF; false after the last.
  ///
  /// Bytes behind the last LF are no line: a write that was interrupted. Throws
  /// `IndexFault.lineTooLong` beyond `maximumLength`.
  public mutating func next() throws(StoreError) -> Bool {
    try next(upTo: 1)
  }

  /// Moves to the next lines, as many as are at hand but no more than `limit`; as `next()` if none
  /// is.
  mutating func next(upTo limit: Int) throws(StoreError) -> Bool {
    lines.removeAll(keepingCapacity: true)
    var searched = position
    while true {
      while lines.count < limit,
        let end = buffer.span.bytes.firstIndex(of: UInt8(ascii: "\n"), from: searched)
      {
        lines.append(position..<end)
        position = end + 1
        searched = position
      }
      if let first = lines.first {
        endOffset += Int64(position - first.lowerBound)
        count += lines.count
        return true
      }
      guard buffer.count - position <= Self.maximumLength else {
        throw .archive(.index(line: count + 1, .lineTooLong))
      }
      buffer.removeFirst(position)
      position = 0
      searched = buffer.count
      guard try fill() else { return false }
    }
  }

  /// Calls `body` with the line that `next()` moved to, without its LF.
  public func withLine<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(buffer.span.bytes.extracting(lines.first ?? 0..<0))
  }

  /// Calls `body` with bytes and where in them the lines are that `next(upTo:)` moved to, each
  /// without its LF.
  func withLines<Result, Failure: Error>(
    _ body: (RawSpan, [Range<Int>]) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(buffer.span.bytes, lines)
  }

  /// After the last line, calls `body` with the bytes behind it: those of a write that was
  /// interrupted, or none.
  public func withRest<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(buffer.span.bytes.extracting(position..<buffer.count))
  }

  private mutating func fill() throws(StoreError) -> Bool {
    let read = try file.append(Self.readSize, at: fileOffset, to: &buffer)
    fileOffset += Int64(read)
    return read > 0
  }
}
