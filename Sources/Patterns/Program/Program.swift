/// A pattern as a non-deterministic automaton over bytes.
struct Program: Sendable {
  enum Instruction: Sendable {
    /// Consumes a byte by one of the transitions in this range.
    case bytes(Range<Int32>)
    case split(Int32, Int32)
    case assertion(Assertion, Int32)
    case match
  }

  struct Transition: Sendable {
    let lower: UInt8
    let upper: UInt8
    let target: Int32
  }

  static let lineFeed = UInt8(ascii: "\n")

  let instructions: [Instruction]
  let transitions: [Transition]
  let start: Int32
  /// The class of each byte; bytes of one class are alike to every instruction.
  let classes: [UInt8]
  /// One byte of each class.
  let representatives: [UInt8]

  init(instructions: [Instruction], transitions: [Transition], start: Int32) {
    self.instructions = instructions
    self.transitions = transitions
    self.start = start
    (classes, representatives) = Self.classify(instructions, transitions)
  }

  private static func classify(
    _ instructions: [Instruction], _ transitions: [Transition]
  ) -> ([UInt8], [UInt8]) {
    var begins = [Bool](repeating: false, count: 257)
    begins[0] = true
    func separate(_ lower: UInt8, _ upper: UInt8) {
      begins[Int(lower)] = true
      begins[Int(upper) + 1] = true
    }
    for transition in transitions { separate(transition.lower, transition.upper) }
    separate(lineFeed, lineFeed)
    let seesWords = instructions.contains {
      switch $0 {
      case .assertion(.wordBoundary, _), .assertion(.noWordBoundary, _): true
      default: false
      }
    }
    if seesWords {
      for byte in 1...255 as ClosedRange<UInt8> where isWordByte(byte) != isWordByte(byte - 1) {
        begins[Int(byte)] = true
      }
    }
    var classes: [UInt8] = []
    var representatives: [UInt8] = []
    for byte in 0...255 as ClosedRange<UInt8> {
      if begins[Int(byte)] { representatives.append(byte) }
      classes.append(UInt8(representatives.count - 1))
    }
    return (classes, representatives)
  }
}
