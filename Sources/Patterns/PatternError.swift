/// What is wrong with a pattern's text, and where.
public struct PatternError: Error, Hashable, Sendable {
  /// The closed set of things that can be wrong.
  public enum Reason: Hashable, Sendable {
    /// A group that is opened and not closed.
    case groupNotClosed
    /// A `)` without its `(`.
    case groupNotOpened
    /// A `[` without its `]`.
    case classNotClosed
    /// A range whose end lies before its start, or is itself a set.
    case classRange
    /// An ASCII class `[:name:]` of an unknown name.
    case className
    /// A repetition with nothing before it.
    case nothingToRepeat
    /// A repetition of a repetition without a group, as `a**` or `a*+`.
    case repeatedRepetition
    /// A count over `PatternLimits.repetitions`, or a minimum over its maximum.
    case repetitionCount
    /// A backslash at the end.
    case escapeNotFinished
    /// A backslash before a letter or digit that gives it no meaning.
    case unknownEscape
    /// A hexadecimal code that is no Unicode scalar.
    case invalidScalar
    /// A back-reference, which linear time does not allow.
    case backreference
    /// A look-ahead or look-behind.
    case lookAround
    /// Another `(?` than `(?:`, or than `(?i)` at the start.
    case unsupportedGroup
    /// More groups inside each other than `PatternLimits.nesting`.
    case nestingTooDeep
    /// The compiled pattern exceeds `PatternLimits.instructions` or `.transitions`.
    case tooLarge
  }

  /// What is wrong.
  public let reason: Reason
  /// Where, in Unicode scalars from the start of the pattern.
  public let offset: Int

  init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

/// What bounds the size of a pattern, and with it the time and memory of a search.
public enum PatternLimits {
  /// The highest count in `{m,n}`.
  public static let repetitions = 1_000
  /// Groups inside each other.
  public static let nesting = 100
  /// Instructions of the compiled pattern.
  public static let instructions = 16_384
  /// Byte ranges of the compiled pattern.
  public static let transitions = 65_536
  /// The bytes a matcher's cache of states may hold.
  public static let cacheBytes = 2 << 20
}
