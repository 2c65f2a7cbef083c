/// A power of ten of any size, as JSON's grammar lets a number carry.
struct DecimalExponent {
  private(set) var isNegative = false
  /// The magnitude's decimal digits, least significant first, without leading zeros.
  private var digits: [UInt8] = []

  /// Reads what follows a number's `e`: an optional sign and digits; nothing is zero.
  init(_ text: some Sequence<UInt8>) {
    for byte in text {
      if byte == UInt8(ascii: "-") { isNegative = true }
      if byte >= UInt8(ascii: "0") { digits.append(byte - UInt8(ascii: "0")) }
    }
    digits.reverse()
    normalise()
  }

  mutating func add(_ amount: Int) {
    guard amount != 0 else { return }
    let other = String(amount.magnitude).utf8.reversed().map { $0 - UInt8(ascii: "0") }
    if isNegative == (amount < 0) {
      digits = Self.sum(digits, other)
    } else if Self.isLess(digits, other) {
      digits = Self.difference(other, digits)
      isNegative = amount < 0
    } else {
      digits = Self.difference(digits, other)
    }
    normalise()
  }

  /// Signed decimal digits.
  var text: [UInt8] {
    guard !digits.isEmpty else { return [UInt8(ascii: "0")] }
    return (isNegative ? [UInt8(ascii: "-")] : [])
      + digits.reversed().map { $0 + UInt8(ascii: "0") }
  }

  private mutating func normalise() {
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { isNegative = false }
  }

  private static func isLess(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count != right.count
      ? left.count < right.count : left.reversed().lexicographicallyPrecedes(right.reversed())
  }

  private static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var carry: UInt8 = 0
    for index in 0..<max(left.count, right.count) {
      let digit =
        carry + (index < left.count ? left[index] : 0)
        + (index < right.count ? right[index] : 0)
      result.append(digit % 10)
      carry = digit / 10
    }
    if carry > 0 { result.append(carry) }
    return result
  }

  /// `left` − `right`, for a `left` that is not less.
  private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var borrow: UInt8 = 0
    for index in left.indices {
      let taken = borrow + (index < right.count ? right[index] : 0)
      borrow = left[index] < taken ? 1 : 0
      result.append(left[index] + borrow * 10 - taken)
    }
    return result
  }
}
