/// A parsed pattern.
indirect enum SyntaxTree: Hashable, Sendable {
  case empty
  case set(ScalarSet)
  case assertion(Assertion)
  case concatenation([SyntaxTree])
  case alternation([SyntaxTree])
  /// `maximum` is nil for no bound.
  case repetition(SyntaxTree, minimum: Int, maximum: Int?)

  /// One character, with its other cases if asked for. A line feed is in no record.
  static func scalar(_ value: UInt32, foldingCase: Bool) -> SyntaxTree {
    let set = ScalarSet([value...value])
    return .set((foldingCase ? set.foldingCase : set).withoutLineFeed)
  }

  /// The parts one after another; what is empty leaves no trace.
  static func sequence(_ parts: [SyntaxTree]) -> SyntaxTree {
    let parts = parts.filter { $0 != .empty }
    return parts.count > 1 ? .concatenation(parts) : parts.first ?? .empty
  }

  /// Repetitions of nothing are nothing, so that every other tree costs an instruction.
  static func repeating(_ tree: SyntaxTree, _ minimum: Int, _ maximum: Int?) -> SyntaxTree {
    if tree == .empty || maximum == 0 { return .empty }
    return .repetition(tree, minimum: minimum, maximum: maximum)
  }
}

/// A condition on a place between bytes.
enum Assertion: Hashable, Sendable {
  case recordStart, recordEnd, wordBoundary, noWordBoundary
}

/// Whether the byte is an ASCII letter, digit or underscore.
func isWordByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
    true
  default: false
  }
}
