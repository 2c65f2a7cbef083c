extension PatternParser {
  /// What follows a backslash outside a set.
  mutating func escape() throws(PatternError) -> SyntaxTree {
    let start = offset - 1
    switch next {
    case "b": return assertion(.wordBoundary)
    case "B": return assertion(.noWordBoundary)
    case "A": return assertion(.recordStart)
    case "z": return assertion(.recordEnd)
    case "1", "2", "3", "4", "5", "6", "7", "8", "9", "k":
      throw PatternError(.backreference, at: start)
    default:
      switch try classEscape() {
      case .scalar(let value): return .scalar(value, foldingCase: foldsCase)
      case .set(let set): return .set(set.withoutLineFeed)
      case nil: throw PatternError(.unknownEscape, at: start)
      }
    }
  }

  private mutating func assertion(_ assertion: Assertion) -> SyntaxTree {
    offset += 1
    return .assertion(assertion)
  }

  /// What follows a backslash inside a set or out of it; nil if that has no meaning.
  mutating func classEscape() throws(PatternError) -> Escaped? {
    guard let scalar = next else { throw PatternError(.escapeNotFinished, at: offset - 1) }
    offset += 1
    switch scalar {
    case "d": return .set(.digits)
    case "D": return .set(ScalarSet.digits.inverted)
    case "w": return .set(.word)
    case "W": return .set(ScalarSet.word.inverted)
    case "s": return .set(.space)
    case "S": return .set(ScalarSet.space.inverted)
    case "t": return .scalar(0x09)
    case "n": return .scalar(0x0A)
    case "v": return .scalar(0x0B)
    case "f": return .scalar(0x0C)
    case "r": return .scalar(0x0D)
    case "a": return .scalar(0x07)
    case "e": return .scalar(0x1B)
    case "x": return .scalar(try hexadecimal(digits: 2, allowsBraces: true))
    case "u": return .scalar(try hexadecimal(digits: 4, allowsBraces: false))
    default:
      let isPunctuation = scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F
      let isAlphanumeric = scalar != "_" && ScalarSet.word.contains(scalar.value)
      return isPunctuation && !isAlphanumeric ? .scalar(scalar.value) : nil
    }
  }

  /// Exactly `digits` digits, or one to eight in braces.
  private mutating func hexadecimal(digits: Int, allowsBraces: Bool) throws(PatternError) -> UInt32
  {
    let start = offset - 2
    let isBraced = allowsBraces && take("{")
    var value: UInt32 = 0
    var count = 0
    while count < (isBraced ? 8 : digits), let digit = next?.hexadecimalDigit {
      value = value << 4 | digit
      count += 1
      offset += 1
    }
    guard isBraced ? count > 0 && take("}") : count == digits, Unicode.Scalar(value) != nil else {
      throw PatternError(.invalidScalar, at: start)
    }
    return value
  }
}

extension Unicode.Scalar {
  fileprivate var hexadecimalDigit: UInt32? {
    switch self {
    case "0"..."9": value - 0x30
    case "a"..."f": value - 0x61 + 10
    case "A"..."F": value - 0x41 + 10
    default: nil
    }
  }
}
