/// The exact decimal value of a JSON number of any length: ± digits × 10^power.
struct DecimalNumber {
  let isNegative: Bool
  /// ASCII digits without leading and trailing zeros; none for zero.
  let digits: ArraySlice<UInt8>
  /// The power of ten of the last digit.
  let power: DecimalExponent

  /// Reads a number that a parse has accepted. Zero has no sign.
  init(_ number: [UInt8]) {
    let exponentMark = number.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? number.endIndex
    let mantissa = number[..<exponentMark]
    let point = mantissa.firstIndex(of: UInt8(ascii: ".")) ?? mantissa.endIndex
    let fraction = mantissa.endIndex - min(point + 1, mantissa.endIndex)
    let significant = mantissa.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      .drop { $0 == UInt8(ascii: "0") }
    let end = significant.lastIndex { $0 != UInt8(ascii: "0") }.map { $0 + 1 }
    digits = significant[..<(end ?? significant.startIndex)]
    isNegative = !digits.isEmpty && number.first == UInt8(ascii: "-")
    var power = DecimalExponent(number[exponentMark...].dropFirst())
    power.add(significant.count - digits.count - fraction)
    self.power = power
  }

  /// Whether the value has no fraction, however it is spelled: 1.0 and 10e-1 are integers.
  var isInteger: Bool { digits.isEmpty || !power.isNegative }
}

extension DecimalNumber {
  /// The value if it has no fraction and 64 bits hold it.
  var integer: Int64? {
    guard !digits.isEmpty else { return 0 }
    guard let zeros = Int(String(decoding: power.text, as: UTF8.self)), zeros >= 0,
      zeros + digits.count <= 19
    else { return nil }
    let text = (isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self)
    return Int64(text + String(repeating: "0", count: zeros))
  }
}
