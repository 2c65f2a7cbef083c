/// The UTF-8 of a set of scalars as transitions over ranges of bytes, as few as there can be.
struct ByteAutomaton {
  struct Transition: Hashable {
    var lower: UInt8
    var upper: UInt8
    /// The next node; nil once the scalar is complete.
    var target: Int?
  }

  /// Each node's transitions, sorted and disjoint. The first node is the entry.
  private(set) var nodes: [[Transition]] = [[]]
  private var known: [Suffixes: Int] = [:]

  /// The values that the remaining continuation bytes may spell.
  private struct Suffixes: Hashable {
    var ranges: [ClosedRange<UInt32>]
    var length: Int
  }

  init(of set: ScalarSet) {
    var entry: [Transition] = []
    for range in set.ranges where range.lowerBound < 0x80 {
      entry.append(
        Transition(
          lower: UInt8(range.lowerBound), upper: UInt8(min(range.upperBound, 0x7F)), target: nil))
    }
    // Lead bytes, with what they spell, by the table of RFC 3629 section 3.
    for (leads, length, first) in [
      (0xC2...0xDF as ClosedRange<UInt8>, 1, 0x80 as UInt32), (0xE0...0xEF, 2, 0x800),
      (0xF0...0xF4, 3, 0x10000),
    ] {
      let bits = UInt32(6 * length)
      for lead in leads {
        let base = (UInt32(lead) & (0x3F >> UInt32(length))) << bits
        let suffixes = Suffixes(
          ranges: Self.part(of: set.ranges, from: base, count: 1 << bits, notBelow: first),
          length: length)
        add(lead, suffixes, to: &entry)
      }
    }
    nodes[0] = entry
  }

  private mutating func node(_ suffixes: Suffixes) -> Int {
    if let node = known[suffixes] { return node }
    var transitions: [Transition] = []
    if suffixes.length == 1 {
      transitions = suffixes.ranges.map {
        Transition(
          lower: 0x80 | UInt8($0.lowerBound), upper: 0x80 | UInt8($0.upperBound), target: nil)
      }
    } else {
      let bits = UInt32(6 * (suffixes.length - 1))
      for byte in 0..<64 as Range<UInt32> {
        let rest = Suffixes(
          ranges: Self.part(of: suffixes.ranges, from: byte << bits, count: 1 << bits),
          length: suffixes.length - 1)
        add(0x80 | UInt8(byte), rest, to: &transitions)
      }
    }
    nodes.append(transitions)
    known[suffixes] = nodes.count - 1
    return nodes.count - 1
  }

  private mutating func add(_ byte: UInt8, _ rest: Suffixes, to transitions: inout [Transition]) {
    guard !rest.ranges.isEmpty else { return }
    let target = node(rest)
    if let last = transitions.last, last.target == target, last.upper + 1 == byte {
      transitions[transitions.count - 1].upper = byte
    } else {
      transitions.append(Transition(lower: byte, upper: byte, target: target))
    }
  }

  /// The members among the `count` values from `base`, less `base`.
  private static func part(
    of ranges: [ClosedRange<UInt32>], from base: UInt32, count: UInt32, notBelow first: UInt32 = 0
  ) -> [ClosedRange<UInt32>] {
    guard base + count - 1 >= first else { return [] }
    let window = max(base, first)...base + count - 1
    return ranges.compactMap { range in
      guard range.overlaps(window) else { return nil }
      let part = range.clamped(to: window)
      return part.lowerBound - base...part.upperBound - base
    }
  }
}
