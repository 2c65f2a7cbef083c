import Activities

/// The UUIDs of a workspace, computed from what they name and read back again.
///
/// They look like version 7, but their time is not that of the activity, as with the API's own.
struct SyntheticIdentifiers: Sendable {
  enum Kind: UInt64 {
    case activity = 1
    case organization, person, sequence, template, message, hotLead, calendarEvent, task
  }

  /// What an identifier names: of a kind, by two numbers.
  struct Name: Hashable {
    var kind: Kind
    var number: UInt32 = 0
    var part: UInt8 = 0
  }

  private let hash: SeededHash
  private let mask: UInt64
  private let firstMillisecond: UInt64
  private let milliseconds: UInt64

  /// Identifiers whose time part lies in the month before `from`, or up to `until` (microseconds).
  init(hash: SeededHash, from: Int64, until: Int64) {
    self.hash = hash
    mask = hash.value(.identifierMask, 0) & Self.lowBits
    let month: Int64 = 30 * 86_400_000
    firstMillisecond = UInt64(max(0, from / 1_000 - month))
    milliseconds = UInt64(max(1, (until - from) / 1_000 + month))
  }

  func identifier(_ kind: Kind, _ number: UInt32 = 0, part: UInt8 = 0) -> Identifier {
    let name = kind.rawValue << 48 | UInt64(number) << 16 | UInt64(part)
    let random = hash.value(.identifierTime, name)
    let time = firstMillisecond + (random >> 12) % milliseconds
    let high = (time & 0xFFFF_FFFF_FFFF) << 16 | 0x7000 | random & 0x0FFF
    return Identifier(high: high, low: 0b10 << 62 | scrambled(name))
  }

  /// What `identifier` names; nil if this workspace has never made it.
  func name(of identifier: Identifier) -> Name? {
    guard identifier.low >> 62 == 0b10 else { return nil }
    let name = unscrambled(identifier.low & Self.lowBits)
    guard name >> 52 == 0, let kind = Kind(rawValue: name >> 48) else { return nil }
    let number = UInt32(truncatingIfNeeded: name >> 16)
    let part = UInt8(truncatingIfNeeded: name)
    guard self.identifier(kind, number, part: part) == identifier else { return nil }
    return Name(kind: kind, number: number, part: part)
  }

  /// The number that an identifier of this kind stands for; nil if it is none of them.
  func number(of identifier: Identifier, kind: Kind) -> UInt32? {
    guard let name = name(of: identifier), name.kind == kind else { return nil }
    return name.number
  }

  // A bijection on 62 bits: shifting by half the width undoes itself, and odd factors have inverses.
  private static let lowBits: UInt64 = (1 << 62) - 1
  private static let factor: UInt64 = 0x2545_F491_4F6C_DD1D
  private static let inverse: UInt64 = {
    var inverse = factor
    for _ in 0..<5 { inverse = inverse &* (2 &- factor &* inverse) }
    return inverse
  }()

  private func scrambled(_ value: UInt64) -> UInt64 {
    var value = value ^ mask
    for _ in 0..<2 {
      value ^= value >> 31
      value = value &* Self.factor & Self.lowBits
    }
    return value ^ (value >> 31)
  }

  private func unscrambled(_ value: UInt64) -> UInt64 {
    var value = value ^ (value >> 31)
    for _ in 0..<2 {
      value = value &* Self.inverse & Self.lowBits
      value ^= value >> 31
    }
    return value ^ mask
  }
}
