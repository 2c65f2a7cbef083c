/// Matches one pattern, remembering what it has learnt about it from one record to the next.
///
/// It holds at most `PatternLimits.cacheBytes` beyond the pattern itself, or one state if that is
/// more. A copy learns by itself; each task has its own.
public struct PatternMatcher: Sendable {
  private var automaton: LazyAutomaton
  private let classes: [UInt8]
  private let literal: RequiredLiteral?

  init(_ pattern: Pattern, cacheBytes: Int = PatternLimits.cacheBytes) {
    automaton = LazyAutomaton(pattern.program, cacheBytes: cacheBytes)
    classes = pattern.program.classes
    literal = pattern.literal
  }

  /// How often the cache was full and has been dropped.
  var clearings: Int { automaton.clearings }

  /// Whether the pattern matches in `record`, a line without its line feed.
  public mutating func matches(_ record: RawSpan) -> Bool {
    if let literal {
      guard literal.first(in: record, 0..<record.byteCount) != nil else { return false }
      if literal.isWholePattern { return true }
    }
    return endOfFirstMatch(in: record, 0..<record.byteCount) != nil
  }

  /// Where the match that ends first ends in `record`, a line without its line feed; nil if there is
  /// none.
  mutating func endOfMatch(in record: RawSpan) -> Int? {
    endOfFirstMatch(in: record, 0..<record.byteCount)
  }

  /// The first record that matches among the lines of `block` from `offset`, where a line starts;
  /// nil if none does.
  ///
  /// The range is without the line feed: the next search starts one past its end.
  public mutating func nextMatch(in block: RawSpan, from offset: Int) -> Range<Int>? {
    precondition(offset >= 0)
    guard offset < block.byteCount else { return nil }
    let lastByte = block.unsafeLoad(fromByteOffset: block.byteCount - 1, as: UInt8.self)
    // What follows the last line feed is no record.
    let end = lastByte == Program.lineFeed ? block.byteCount - 1 : block.byteCount
    guard let literal else {
      return endOfFirstMatch(in: block, offset..<end)
        .map { Self.record(around: $0, in: block, offset..<end) }
    }
    var start = offset
    while start < end, let found = literal.first(in: block, start..<end) {
      let record = Self.record(around: found, in: block, start..<end)
      if literal.isWholePattern || endOfFirstMatch(in: block, record) != nil { return record }
      start = record.upperBound + 1
    }
    return nil
  }

  /// The line within `range`, at whose beginning one starts, in or at whose end `place` lies.
  public static func record(
    around place: Int, in block: RawSpan, _ range: Range<Int>
  ) -> Range<Int> {
    let start = ByteSearch.last(Program.lineFeed, in: block, range.lowerBound..<place)
    let end = ByteSearch.first(Program.lineFeed, in: block, place..<range.upperBound)
    return (start.map { $0 + 1 } ?? range.lowerBound)..<(end ?? range.upperBound)
  }

  /// Where the match that ends first ends in `range`: whole lines, the last without a line feed.
  private mutating func endOfFirstMatch(in bytes: RawSpan, _ range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.byteCount)
    var state = automaton.start()
    if state == LazyAutomaton.Outcome.matched { return range.lowerBound }
    var offset = range.lowerBound
    while true {
      if state == LazyAutomaton.Outcome.dead {
        guard
          let lineFeed = ByteSearch.first(
            Program.lineFeed, in: bytes, offset..<range.upperBound)
        else { return nil }
        offset = lineFeed + 1
        state = automaton.start()
        if state == LazyAutomaton.Outcome.dead { return nil }
      }
      run(&state, &offset, bytes, range.upperBound)
      let byte =
        offset < range.upperBound
        ? bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self) : Program.lineFeed
      let next = automaton.transition(from: state, Int(classes[Int(byte)]))
      switch next {
      case LazyAutomaton.Outcome.matchedBefore: return offset
      case _ where offset == range.upperBound: return nil
      case LazyAutomaton.Outcome.matched: return offset + 1
      default: state = next
      }
      offset += 1
    }
  }

  /// Follows the transitions that are known and lead to a state.
  private func run(_ state: inout UInt32, _ offset: inout Int, _ bytes: RawSpan, _ end: Int) {
    let table = automaton.table.span
    let classes = classes.span
    var row = state
    var position = offset
    while position < end {
      let byte = bytes.unsafeLoad(fromByteOffset: position, as: UInt8.self)
      let next = table[Int(row) + Int(classes[Int(byte)])]
      guard next >= LazyAutomaton.Outcome.count else { break }
      row = next
      position += 1
    }
    state = row
    offset = position
  }
}
