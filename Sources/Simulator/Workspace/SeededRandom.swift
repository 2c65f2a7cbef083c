/// A deterministic sequence of random numbers: the same seed gives the same numbers everywhere.
///
/// SplitMix64: every seed is a good one, and a generator is one word.
struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var counter: UInt64

  /// A generator whose numbers follow from `seed` alone.
  init(seed: UInt64) {
    counter = seed
  }

  /// The next number of the sequence, any of 64 bits.
  mutating func next() -> UInt64 {
    counter &+= 0x9E37_79B9_7F4A_7C15
    return mixed(counter)
  }

  /// True with this probability.
  mutating func chance(_ probability: Double) -> Bool {
    unitInterval(next()) < probability
  }

  /// A number from 0 up to but not including `bound`; 0 if the bound is 0.
  mutating func below(_ bound: UInt64) -> UInt64 {
    bound.multipliedFullWidth(by: next()).high
  }

  /// A number between two others.
  mutating func between(_ lower: Double, _ upper: Double) -> Double {
    lower + (upper - lower) * unitInterval(next())
  }
}

/// Random values by name instead of by order: a pure function of the seed, a purpose and numbers.
struct SeededHash: Sendable {
  /// What a value is for, so that two purposes never share it.
  enum Purpose: UInt64 {
    case life, person, template, identifierTime, identifierMask, replyCategory, metadata
    case unknownType, unknownField, tieOrder, fault, drift, offset
  }

  let seed: UInt64

  func value(_ purpose: Purpose, _ first: UInt64, _ second: UInt64 = 0) -> UInt64 {
    let base = mixed(seed &+ (purpose.rawValue &+ 1) &* 0x9E37_79B9_7F4A_7C15)
    return mixed(mixed(base ^ first) &+ second &* 0xD1B5_4A32_D192_ED03)
  }

  /// True with this probability.
  func chance(
    _ probability: Double, _ purpose: Purpose, _ first: UInt64, _ second: UInt64 = 0
  ) -> Bool {
    probability > 0 && unitInterval(value(purpose, first, second)) < probability
  }
}

/// SplitMix64's finalizer: a bijection in which every input bit moves every output bit.
private func mixed(_ value: UInt64) -> UInt64 {
  var value = value
  value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
  value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
  return value ^ (value >> 31)
}

private func unitInterval(_ value: UInt64) -> Double {
  Double(value >> 11) * 0x1p-53
}
