/// A set of fingerprints, which are distributed evenly and never 0, in one piece of memory: 16 to 32
/// bytes for each of as many as there is room for.
struct FingerprintSet {
  private var places: [UInt64]

  init(roomFor count: Int) {
    places = Array(repeating: 0, count: 4 << (Int.bitWidth - 1 - max(count, 1).leadingZeroBitCount))
  }

  /// False if the set has it already.
  mutating func insert(_ fingerprint: UInt64) -> Bool {
    let last = places.count - 1
    var place = Int(truncatingIfNeeded: fingerprint) & last
    while places[place] != 0 {
      if places[place] == fingerprint { return false }
      place = (place + 1) & last
    }
    places[place] = fingerprint
    return true
  }
}
