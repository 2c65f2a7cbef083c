/// SplitMix64: the same numbers for the same seed on every machine, so that a failure can be had
/// again.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  /// What the numbers follow from.
  public let seed: UInt64
  private var position: UInt64

  /// A generator whose numbers follow from `seed` alone.
  public init(seed: UInt64) {
    self.seed = seed
    position = seed
  }

  /// The next number of the sequence, any of 64 bits.
  public mutating func next() -> UInt64 {
    position &+= 0x9E37_79B9_7F4A_7C15
    var mixed = position
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True with this probability.
  public mutating func chance(_ probability: Double) -> Bool {
    Double.random(in: 0..<1, using: &self) < probability
  }

  /// A number from 0 up to but not including `bound`; 0 if the bound is 0.
  public mutating func below(_ bound: UInt64) -> UInt64 {
    bound.multipliedFullWidth(by: next()).high
  }
}
