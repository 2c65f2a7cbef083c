/// Reads a pattern's text by recursive descent.
struct PatternParser {
  let scalars: [Unicode.Scalar]
  var offset = 0
  var foldsCase: Bool
  private var depth = 0

  init(_ text: String, foldsCase: Bool) {
    scalars = Array(text.unicodeScalars)
    self.foldsCase = foldsCase
  }

  mutating func parse() throws(PatternError) -> SyntaxTree {
    if take("(?i)") { foldsCase = true }
    let tree = try alternation()
    if offset < scalars.count { throw PatternError(.groupNotOpened, at: offset) }
    return tree
  }

  var next: Unicode.Scalar? { offset < scalars.count ? scalars[offset] : nil }

  /// Passes over `text` if it comes next.
  mutating func take(_ text: String) -> Bool {
    let wanted = text.unicodeScalars
    guard offset + wanted.count <= scalars.count,
      scalars[offset..<offset + wanted.count].elementsEqual(wanted)
    else { return false }
    offset += wanted.count
    return true
  }

  private mutating func alternation() throws(PatternError) -> SyntaxTree {
    var branches = [try concatenation()]
    while take("|") { branches.append(try concatenation()) }
    return branches.count == 1 ? branches[0] : .alternation(branches)
  }

  private mutating func concatenation() throws(PatternError) -> SyntaxTree {
    var parts: [SyntaxTree] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      let atom = try atom()
      parts.append(try repeated(atom))
    }
    return .sequence(parts)
  }

  private mutating func atom() throws(PatternError) -> SyntaxTree {
    let start = offset
    if let count = try repetition() {
      _ = count
      throw PatternError(.nothingToRepeat, at: start)
    }
    let scalar = scalars[offset]
    offset += 1
    switch scalar {
    case "(": return try group()
    case "[": return .set(try characterClass().withoutLineFeed)
    case ".": return .set(ScalarSet.all.withoutLineFeed)
    case "^": return .assertion(.recordStart)
    case "$": return .assertion(.recordEnd)
    case "\\": return try escape()
    default: return .scalar(scalar.value, foldingCase: foldsCase)
    }
  }

  private mutating func group() throws(PatternError) -> SyntaxTree {
    let start = offset - 1
    if next == "?" {
      if take("?=") || take("?!") || take("?<=") || take("?<!") {
        throw PatternError(.lookAround, at: start)
      }
      guard take("?:") else { throw PatternError(.unsupportedGroup, at: start) }
    }
    depth += 1
    guard depth <= PatternLimits.nesting else { throw PatternError(.nestingTooDeep, at: start) }
    let tree = try alternation()
    depth -= 1
    guard take(")") else { throw PatternError(.groupNotClosed, at: start) }
    return tree
  }

  private mutating func repeated(_ tree: SyntaxTree) throws(PatternError) -> SyntaxTree {
    guard let count = try repetition() else { return tree }
    _ = take("?")
    let end = offset
    if try repetition() != nil { throw PatternError(.repeatedRepetition, at: end) }
    return .repeating(tree, count.minimum, count.maximum)
  }

  /// The repetition that comes next; nil if something else does.
  private mutating func repetition() throws(PatternError) -> (minimum: Int, maximum: Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    let start = offset
    guard take("{"), let minimum = number() else {
      offset = start
      return nil
    }
    var maximum: Int? = minimum
    if take(",") { maximum = number() }
    guard take("}") else {
      offset = start
      return nil
    }
    guard max(minimum, maximum ?? 0) <= PatternLimits.repetitions,
      minimum <= maximum ?? minimum
    else { throw PatternError(.repetitionCount, at: start) }
    return (minimum, maximum)
  }

  /// A decimal number, held at one more than the limit; nil if no digit comes next.
  private mutating func number() -> Int? {
    var value: Int?
    while let scalar = next, ("0"..."9").contains(scalar) {
      let sum = (value ?? 0) * 10 + Int(scalar.value - 0x30)
      value = min(sum, PatternLimits.repetitions + 1)
      offset += 1
    }
    return value
  }
}
