/// JSON texts compared by value instead of by spelling.
public enum JSONCanonical {
  /// A spelling that two valid JSON texts share exactly if they have the same value: members in the
  /// order of their keys, strings unescaped, numbers by exact decimal value, no white space.
  public static func text(of value: RawSpan) throws(JSONSyntaxError) -> [UInt8] {
    var tape = JSONTape()
    try tape.parse(value)
    var result: [UInt8] = []
    result.reserveCapacity(value.byteCount)
    append(0, of: tape, in: value, to: &result)
    return result
  }

  /// Whether two JSON texts have the same value; equal bytes are, whatever they are.
  public static func isSameValue(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    if left == right { return true }
    guard let left = try? text(of: left.span.bytes), let right = try? text(of: right.span.bytes)
    else { return false }
    return left == right
  }

  private static func append(
    _ index: Int, of tape: JSONTape, in text: RawSpan, to result: inout [UInt8]
  ) {
    switch tape[index].kind {
    case .object: appendObject(index, of: tape, in: text, to: &result)
    case .array:
      result.append(UInt8(ascii: "["))
      tape.forEachElement(of: index) { element in
        if element != index + 1 { result.append(UInt8(ascii: ",")) }
        append(element, of: tape, in: text, to: &result)
      }
      result.append(UInt8(ascii: "]"))
    case .string: JSONEscapes.appendQuoted(tape.stringBytes(index, in: text), to: &result)
    case .number: appendNumber(text.bytes(in: tape.range(of: index)), to: &result)
    case .true, .false, .null: result.append(contentsOf: text.bytes(in: tape.range(of: index)))
    }
  }

  private static func appendObject(
    _ index: Int, of tape: JSONTape, in text: RawSpan, to result: inout [UInt8]
  ) {
    var members: [(key: [UInt8], value: Int)] = []
    tape.forEachMember(of: index) { key, value in
      members.append((tape.stringBytes(key, in: text), value))
    }
    members.sort { $0.key.lexicographicallyPrecedes($1.key) }
    result.append(UInt8(ascii: "{"))
    for (position, member) in members.enumerated() {
      if position > 0 { result.append(UInt8(ascii: ",")) }
      JSONEscapes.appendQuoted(member.key, to: &result)
      result.append(UInt8(ascii: ":"))
      append(member.value, of: tape, in: text, to: &result)
    }
    result.append(UInt8(ascii: "}"))
  }

  /// Writes significant digits without surrounding zeros, then the power of ten of the last one.
  private static func appendNumber(_ number: [UInt8], to result: inout [UInt8]) {
    let value = DecimalNumber(number)
    guard !value.digits.isEmpty else {
      result.append(UInt8(ascii: "0"))
      return
    }
    if value.isNegative { result.append(UInt8(ascii: "-")) }
    result.append(contentsOf: value.digits)
    result.append(UInt8(ascii: "e"))
    result.append(contentsOf: value.power.text)
  }
}
