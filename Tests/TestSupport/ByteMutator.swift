/// Seeded damage to valid bytes that knows what such bytes are made of: lines, lengths, numbers.
public struct ByteMutator {
  /// What each choice follows from.
  public var generator: SeededGenerator
  /// Valid inputs, of which parts are put into each other.
  public let samples: [[UInt8]]

  /// A mutator whose inputs follow from `seed` alone.
  public init(seed: UInt64, _ samples: [[UInt8]]) {
    generator = SeededGenerator(seed: seed)
    self.samples = samples
  }

  /// A sample with up to `changes` changes; one time in sixteen without any.
  public mutating func next(changes: Int = 4) -> [UInt8] {
    var bytes = samples.randomElement(using: &generator) ?? []
    guard !generator.chance(1 / 16) else { return bytes }
    for _ in 0..<Int.random(in: 1...max(1, changes), using: &generator) { change(&bytes) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    guard let place = bytes.indices.randomElement(using: &generator) else { return }
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 2: bytes.insert(Self.tokens.randomElement(using: &generator) ?? 0, at: place)
    case 3: bytes.removeSubrange(range(from: place, in: bytes))
    case 4: bytes.insert(contentsOf: bytes[range(from: place, in: bytes)], at: place)
    case 5: bytes.removeSubrange(place...)
    case 6: splice(&bytes, at: place)
    case 7: overwriteInteger(&bytes, at: place)
    case 8: replaceNumber(&bytes, from: place)
    default: bytes.swapAt(place, bytes.indices.randomElement(using: &generator) ?? place)
    }
  }

  private mutating func range(from place: Int, in bytes: [UInt8]) -> Range<Int> {
    let longest = generator.chance(0.2) ? bytes.count : 12
    return place..<min(bytes.count, place + Int.random(in: 1...longest, using: &generator))
  }

  /// Goes on with another sample from some place on.
  private mutating func splice(_ bytes: inout [UInt8], at place: Int) {
    guard let other = samples.randomElement(using: &generator),
      let start = other.indices.randomElement(using: &generator)
    else { return }
    bytes.replaceSubrange(place..., with: other[start...])
  }

  /// A length, a count or a time in little-endian bytes.
  private mutating func overwriteInteger(_ bytes: inout [UInt8], at place: Int) {
    let width = [1, 2, 4, 8].randomElement(using: &generator) ?? 1
    let value = Self.integers.randomElement(using: &generator) ?? 0
    for index in 0..<min(width, bytes.count - place) {
      bytes[place + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
    }
  }

  /// The next number in decimal digits.
  private mutating func replaceNumber(_ bytes: inout [UInt8], from place: Int) {
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.endIndex
    let number = Self.numbers.randomElement(using: &generator) ?? ""
    bytes.replaceSubrange(start..<end, with: number.utf8)
  }

  private static let tokens = Array("{}[]\",:\\/u0eE+-.tfnTZ \t\r\n\00123456789\u{7F}é".utf8)
  private static let integers: [UInt64] = [
    0, 1, 0x7F, 0x80, 0xFF, 0x400, 0x401, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF, 0x1000_0001,
    0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, 0xFFFF_FFFF_FFFF_FFFF,
  ]
  private static let numbers = [
    "0", "-1", "00", "1e999", "1e999999999999", "0.1", "2147483648", "9223372036854775807",
    "9223372036854775808", "18446744073709551616", "1048576", "1048577", "1677", "2262", "9999",
  ]
}
