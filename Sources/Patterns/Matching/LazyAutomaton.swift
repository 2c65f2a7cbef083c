/// A deterministic automaton whose states are built when the input first asks for them.
///
/// A state is what the program could be doing after some bytes of a record. The cache of states has
/// a bound; when it is full all of them are dropped, and those still needed come back.
struct LazyAutomaton: Sendable {
  /// Outcomes of a transition that are no states; a state is the offset of its row in `table`.
  enum Outcome {
    static let unknown: UInt32 = 0
    /// Nothing in this record can match any more.
    static let dead: UInt32 = 1
    /// The pattern matches up to and with the byte.
    static let matched: UInt32 = 2
    /// The pattern matches up to the byte, as the byte has shown.
    static let matchedBefore: UInt32 = 3
    static let count: UInt32 = 4
  }

  private struct State: Hashable {
    var members: [Int32]
    /// What came before; only told apart if a condition in `members` looks at it.
    var before: Before?
  }

  private let cacheBytes: Int
  private let stride: Int
  private var closure: Closure
  private(set) var table: [UInt32] = []
  private var states: [State] = []
  private var rows: [State: UInt32] = [:]
  private var usedBytes = 0
  private var startState: UInt32?
  /// How often the cache has been dropped.
  private(set) var clearings = 0

  init(_ program: Program, cacheBytes: Int) {
    self.cacheBytes = cacheBytes
    stride = program.representatives.count
    closure = Closure(program)
    clear()
  }

  /// The state at the start of a record, or what is already known there.
  mutating func start() -> UInt32 {
    if let startState { return startState }
    closure.begin()
    let state = settle(before: .start)
    startState = state
    return state
  }

  /// What the byte of class `byteClass` leads to from `state`.
  mutating func transition(from state: UInt32, _ byteClass: Int) -> UInt32 {
    let row = Int(state)
    let found = table[row + byteClass]
    guard found == Outcome.unknown else { return found }
    let clearingsBefore = clearings
    let result = compute(states[row / stride], closure.program.representatives[byteClass])
    if clearings == clearingsBefore { table[row + byteClass] = result }
    return result
  }

  private mutating func compute(_ state: State, _ byte: UInt8) -> UInt32 {
    let isEnd = byte == Program.lineFeed
    if let before = state.before {
      let after: After = isEnd ? .end : isWordByte(byte) ? .word : .other
      if closure.resolve(state.members, before, after) { return Outcome.matchedBefore }
    } else {
      closure.restore(state.members)
    }
    if isEnd { return start() }
    closure.step(byte)
    return settle(before: isWordByte(byte) ? .word : .other)
  }

  /// The state of what `closure` reaches, with a match that may start here.
  private mutating func settle(before: Before) -> UInt32 {
    guard !closure.close(before) else { return Outcome.matched }
    guard !closure.members.isEmpty else { return Outcome.dead }
    closure.members.sort()
    let state = State(
      members: closure.members, before: closure.hasConditions ? before : nil)
    if let row = rows[state] { return row }
    return add(state)
  }

  private mutating func add(_ state: State) -> UInt32 {
    // The members are held once, shared by `states` and `rows`; 160 bytes cover both entries.
    let size = stride * 4 + state.members.count * 4 + 160
    if usedBytes + size > cacheBytes, !rows.isEmpty {
      clear()
      clearings += 1
    }
    usedBytes += size
    let row = UInt32(table.count)
    table.append(contentsOf: repeatElement(Outcome.unknown, count: stride))
    states.append(state)
    rows[state] = row
    return row
  }

  /// Leaves rows that no state has, so that a row's offset is never an outcome.
  private mutating func clear() {
    let reserved = (Int(Outcome.count) + stride - 1) / stride
    rows.removeAll(keepingCapacity: true)
    states.removeAll(keepingCapacity: true)
    table.removeAll(keepingCapacity: true)
    states.append(
      contentsOf: repeatElement(State(members: [], before: nil), count: reserved))
    table.append(contentsOf: repeatElement(Outcome.unknown, count: reserved * stride))
    usedBytes = 0
    startState = nil
  }
}
