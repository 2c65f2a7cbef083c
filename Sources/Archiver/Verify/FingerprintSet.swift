/// A set of fingerprints, which are distributed evenly and never 0, in one piece of memory: 16 to 32
/// bytes for each of as many as there is room for. Up to twice as many fit.
struct FingerprintSet {
  private var places: [UInt64]

  init(roomFor count: Int) {
    places = Array(repeating: 0, count: 4 << (Int.bitWidth - 1 - max(count, 1).leadingZeroBitCount))
  }

  /// False if the set has it already.
  mutating func insert(_ fingerprint: UInt64) -> Bool {
    let last = places.count - 1
    // The lowest bits may be those of one slice, and the highest are those of one part.
    var place = Int(truncatingIfNeeded: fingerprint >> 16) & last
    while places[place] != 0 {
      if places[place] == fingerprint { return false }
      place = (place + 1) & last
    }
    places[place] = fingerprint
    return true
  }

  /// The fingerprints that are there more than once, each as often as it is too many.
  static func repeated(in lists: [[UInt64]]) -> [UInt64] {
    let count = lists.reduce(0) { $0 + $1.count }
    // A part at a time, told by the highest bits, so that a set takes little memory and the cache
    // holds it.
    let bits = Int.bitWidth - (count >> 16).leadingZeroBitCount
    var repeated: [UInt64] = []
    for part in 0..<UInt64(1) << bits {
      var seen = FingerprintSet(roomFor: count >> bits)
      for list in lists {
        for fingerprint in list
        where fingerprint >> (64 - bits) == part && !seen.insert(fingerprint) {
          repeated.append(fingerprint)
        }
      }
    }
    return repeated
  }
}
