/// Thompson's construction, from a pattern's end to its start, so that every target is known.
struct ProgramCompiler {
  private var instructions: [Program.Instruction] = [.match]
  private var transitions: [Program.Transition] = []
  private var automata: [ScalarSet: ByteAutomaton] = [:]

  /// Throws only `tooLarge`.
  static func compile(_ tree: SyntaxTree) throws(PatternError) -> Program {
    var compiler = ProgramCompiler()
    let start = try compiler.compile(tree, next: 0)
    return Program(
      instructions: compiler.instructions, transitions: compiler.transitions, start: start)
  }

  private mutating func append(_ instruction: Program.Instruction) throws(PatternError) -> Int32 {
    guard instructions.count < PatternLimits.instructions,
      transitions.count <= PatternLimits.transitions
    else { throw PatternError(.tooLarge, at: 0) }
    instructions.append(instruction)
    return Int32(instructions.count - 1)
  }

  /// The entry of instructions that match `tree` and go on at `next`.
  private mutating func compile(_ tree: SyntaxTree, next: Int32) throws(PatternError) -> Int32 {
    switch tree {
    case .empty: return next
    case .set(let set): return try compile(set, next: next)
    case .assertion(let assertion): return try append(.assertion(assertion, next))
    case .concatenation(let parts):
      var entry = next
      for part in parts.reversed() { entry = try compile(part, next: entry) }
      return entry
    case .alternation(let branches):
      var entry: Int32?
      for branch in branches.reversed() {
        let first = try compile(branch, next: next)
        if let rest = entry { entry = try append(.split(first, rest)) } else { entry = first }
      }
      return entry ?? next
    case .repetition(let body, let minimum, let maximum):
      return try compile(body, minimum, maximum, next: next)
    }
  }

  private mutating func compile(
    _ body: SyntaxTree, _ minimum: Int, _ maximum: Int?, next: Int32
  ) throws(PatternError) -> Int32 {
    var entry = next
    if let maximum {
      for _ in minimum..<max(minimum, maximum) {
        entry = try append(.split(try compile(body, next: entry), next))
      }
    } else {
      entry = try append(.match)
      instructions[Int(entry)] = .split(try compile(body, next: entry), next)
    }
    for _ in 0..<minimum { entry = try compile(body, next: entry) }
    return entry
  }

  private mutating func compile(_ set: ScalarSet, next: Int32) throws(PatternError) -> Int32 {
    let automaton = automata[set] ?? ByteAutomaton(of: set)
    automata[set] = automaton
    let base = Int32(instructions.count)
    for node in automaton.nodes {
      let first = Int32(transitions.count)
      transitions += node.map { transition in
        Program.Transition(
          lower: transition.lower, upper: transition.upper,
          target: transition.target.map { base + Int32($0) } ?? next)
      }
      _ = try append(.bytes(first..<Int32(transitions.count)))
    }
    return base
  }
}
