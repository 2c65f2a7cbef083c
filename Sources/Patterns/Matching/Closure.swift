/// What lies before a place in a record.
enum Before: Hashable, Sendable {
  case start, word, other
}

/// What lies after a place in a record.
enum After: Hashable, Sendable {
  case end, word, other
}

/// The instructions that a program can reach without consuming a byte.
struct Closure: Sendable {
  let program: Program
  /// The instructions reached that consume a byte or await what comes next.
  var members: [Int32] = []
  /// Whether some of `members` are conditions on what comes next.
  private(set) var hasConditions = false

  private var pending: [Int32] = []
  private var seeds: [Int32] = []
  /// The round in which each instruction was visited last.
  private var visits: [UInt32]
  private var round: UInt32 = 0

  init(_ program: Program) {
    self.program = program
    visits = [UInt32](repeating: 0, count: program.instructions.count)
  }

  /// Starts over with nothing reached.
  mutating func begin() {
    seeds.removeAll(keepingCapacity: true)
  }

  /// Takes over members that were closed before.
  mutating func restore(_ known: [Int32]) {
    members = known
  }

  /// Moves from `members` over `byte`; `close` tells what is reached then.
  mutating func step(_ byte: UInt8) {
    seeds.removeAll(keepingCapacity: true)
    for member in members {
      guard case .bytes(let range) = program.instructions[Int(member)] else { continue }
      for index in range {
        let transition = program.transitions[Int(index)]
        if transition.lower <= byte, byte <= transition.upper { seeds.append(transition.target) }
      }
    }
  }

  /// Closes what was stepped to, and a match that starts here; true if that is a match already.
  mutating func close(_ before: Before) -> Bool {
    startRound()
    for seed in seeds {
      if reach(seed, before, nil) { return true }
    }
    return reach(program.start, before, nil)
  }

  /// Decides the conditions among `known`, keeping what they lead to; true if that is a match.
  mutating func resolve(_ known: [Int32], _ before: Before, _ after: After) -> Bool {
    startRound()
    for member in known {
      if reach(member, before, after) { return true }
    }
    return false
  }

  private mutating func startRound() {
    members.removeAll(keepingCapacity: true)
    hasConditions = false
    round &+= 1
    if round == 0 {
      for index in visits.indices { visits[index] = 0 }
      round = 1
    }
  }

  /// Follows all that consumes no byte; true if it ends in a match. Conditions on what comes after
  /// become members as long as that is not known.
  private mutating func reach(_ first: Int32, _ before: Before, _ after: After?) -> Bool {
    pending.append(first)
    while let index = pending.popLast() {
      guard visits[Int(index)] != round else { continue }
      visits[Int(index)] = round
      switch program.instructions[Int(index)] {
      case .bytes: members.append(index)
      case .split(let left, let right):
        pending.append(right)
        pending.append(left)
      case .assertion(let assertion, let next):
        switch Self.holds(assertion, before, after) {
        case true?: pending.append(next)
        case false?: break
        case nil:
          members.append(index)
          hasConditions = true
        }
      case .match:
        pending.removeAll(keepingCapacity: true)
        return true
      }
    }
    return false
  }

  private static func holds(_ assertion: Assertion, _ before: Before, _ after: After?) -> Bool? {
    switch assertion {
    case .recordStart: before == .start
    case .recordEnd: after.map { $0 == .end }
    case .wordBoundary: after.map { ($0 == .word) != (before == .word) }
    case .noWordBoundary: after.map { ($0 == .word) == (before == .word) }
    }
  }
}
