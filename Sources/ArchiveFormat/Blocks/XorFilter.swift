/// A filter over a set of hashes that is made once, as Graf and Lemire describe it ("Xor Filters",
/// Journal of Experimental Algorithmics 25, 2020), with fingerprints of eight bits: one in 256 hashes that
/// are not in the set seems to be.
///
/// It takes 9.84 bits a hash, where a Bloom filter needs 11.5 for as few mistakes.
public struct XorFilter: Hashable, Sendable {
  /// Chooses the places of a hash, so that another one can be tried where some set has no filter.
  public let seed: UInt8
  /// Three thirds of the same length; a hash has a place in each.
  public let fingerprints: [UInt8]

  /// A filter over nothing.
  static let empty = XorFilter(0, [UInt8](repeating: 0, count: 3 * thirdLength(forCount: 0)))

  private init(_ seed: UInt8, _ fingerprints: [UInt8]) {
    self.seed = seed
    self.fingerprints = fingerprints
  }

  /// A filter given by its parts; nil unless the fingerprints are three thirds, and not empty.
  public init?(seed: UInt8, fingerprints: [UInt8]) {
    guard !fingerprints.isEmpty, fingerprints.count.isMultiple(of: 3) else { return nil }
    self.init(seed, fingerprints)
  }

  /// The filter over some hashes, which may be there more than once. Nil if they have none by any
  /// seed, which is not to be expected: each fails for one set in some dozens.
  init?(over hashes: [UInt64]) {
    let distinct = Self.distinct(hashes)
    for seed in UInt8.min...UInt8.max {
      let places = Places(seed: seed, third: Self.thirdLength(forCount: distinct.count))
      guard let fingerprints = places.fingerprints(of: distinct) else { continue }
      self.init(seed, fingerprints)
      return
    }
    return nil
  }

  /// The length of each third for so many distinct hashes.
  static func thirdLength(forCount count: Int) -> Int { (123 * count / 100 + 34) / 3 }

  /// False only if the hash is not in the set.
  func mayContain(_ hash: UInt64) -> Bool {
    let places = Places(seed: seed, third: fingerprints.count / 3)
    let (first, second, third, fingerprint) = places.of(hash)
    return fingerprint == fingerprints[first] ^ fingerprints[second] ^ fingerprints[third]
  }

  /// Each of the hashes once. Sorting them would take twice as long as all else here.
  private static func distinct(_ hashes: [UInt64]) -> [UInt64] {
    // A table of twice as many places, in which a hash takes the first free one from its own on.
    let mask = (1 << (Int.bitWidth - (2 * hashes.count).leadingZeroBitCount)) - 1
    var table = [UInt64](repeating: 0, count: mask + 1)
    var distinct: [UInt64] = []
    distinct.reserveCapacity(hashes.count)
    var hasZero = false
    for hash in hashes {
      var place = Int(truncatingIfNeeded: hash) & mask
      while table[place] != 0, table[place] != hash { place = (place + 1) & mask }
      let isNew = hash == 0 ? !hasZero : table[place] == 0
      if hash == 0 { hasZero = true }
      table[place] = hash
      if isNew { distinct.append(hash) }
    }
    return distinct
  }
}

/// Where the hashes have their places by one seed.
private struct Places {
  let seed: UInt8
  /// The length of each third.
  let third: Int

  /// A hash's place in each third, and its fingerprint.
  func of(_ hash: UInt64) -> (Int, Int, Int, fingerprint: UInt8) {
    let mixed = XXH64.avalanche(hash ^ UInt64(seed))
    return (
      place(mixed), third + place(mixed << 21 | mixed >> 43),
      2 * third + place(mixed << 42 | mixed >> 22), UInt8(truncatingIfNeeded: mixed ^ mixed >> 32)
    )
  }

  private func place(_ rotated: UInt64) -> Int {
    Int(((rotated & 0xFFFF_FFFF) * UInt64(third)) >> 32)
  }

  /// Fingerprints by which each of the distinct hashes is in the set; nil if there are none.
  ///
  /// A hash that is alone in one of its places can be given that place last, whatever is in its others.
  /// Taking such hashes away leaves others alone, in most cases until none is left.
  func fingerprints(of hashes: [UInt64]) -> [UInt8]? {
    guard let order = order(of: hashes) else { return nil }
    var fingerprints = [UInt8](repeating: 0, count: 3 * third)
    for (hash, alone) in order.reversed() {
      let (first, second, last, fingerprint) = of(hash)
      let others = fingerprints[first] ^ fingerprints[second] ^ fingerprints[last]
      fingerprints[alone] = fingerprint ^ others
    }
    return fingerprints
  }

  /// The hashes in an order in which each is alone in a place; nil if some never are.
  private func order(of hashes: [UInt64]) -> [(hash: UInt64, alone: Int)]? {
    var occupants = [Occupants](repeating: Occupants(), count: 3 * third)
    for hash in hashes {
      let (first, second, last, _) = of(hash)
      occupants[first].add(hash)
      occupants[second].add(hash)
      occupants[last].add(hash)
    }
    var alone = occupants.indices.filter { occupants[$0].count == 1 }
    var order: [(hash: UInt64, alone: Int)] = []
    order.reserveCapacity(hashes.count)
    while let place = alone.popLast() {
      guard occupants[place].count == 1 else { continue }
      let hash = occupants[place].sum
      order.append((hash, place))
      let (first, second, last, _) = of(hash)
      if occupants[first].remove(hash) { alone.append(first) }
      if occupants[second].remove(hash) { alone.append(second) }
      if occupants[last].remove(hash) { alone.append(last) }
    }
    return order.count == hashes.count ? order : nil
  }
}

/// The hashes that have a place in common.
private struct Occupants {
  private(set) var count = 0
  /// All of them XORed: the hash itself where it is alone.
  private(set) var sum: UInt64 = 0

  mutating func add(_ hash: UInt64) {
    count += 1
    sum ^= hash
  }

  /// Whether there is one left.
  mutating func remove(_ hash: UInt64) -> Bool {
    count -= 1
    sum ^= hash
    return count == 1
  }
}
