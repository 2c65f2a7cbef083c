extension Validator {
  /// The type of a value, as finely as `wanted` needs it to be known.
  func type(of index: Int, _ tape: JSONTape, in record: RawSpan, _ wanted: JSONTypes) -> JSONTypes {
    let type = JSONTypes(tape[index].kind)
    guard type == .number, !wanted.isSuperset(of: .number) else { return type }
    return isInteger(index, tape, in: record) ? .integer : .fractional
  }

  /// A number without a fraction, however it is spelled.
  private func isInteger(_ index: Int, _ tape: JSONTape, in record: RawSpan) -> Bool {
    let range = tape.range(of: index)
    for offset in range {
      let byte = record.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      guard byte == UInt8(ascii: "-") || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
      else { return DecimalNumber(record.bytes(in: range)).isInteger }
    }
    return true
  }

  /// A number below zero; −0 is not.
  func isNegative(_ index: Int, _ tape: JSONTape, in record: RawSpan) -> Bool {
    let range = tape.range(of: index)
    guard record.unsafeLoad(fromByteOffset: range.lowerBound, as: UInt8.self) == UInt8(ascii: "-")
    else { return false }
    return DecimalNumber(record.bytes(in: range)).isNegative
  }
}

extension JSONTape {
  /// Whether a string is an ISO 8601 time with an offset and a real date, of any year.
  func isTime(_ index: Int, in text: RawSpan) -> Bool {
    guard self[index].hasEscapes else {
      return TimeText(text, range: contentRange(of: index)) != nil
    }
    let value = stringBytes(index, in: text)
    return TimeText(value.span.bytes, range: 0..<value.count) != nil
  }
}

extension ValidatorProgram {
  /// The member that a key names; nil if the schema does not name it.
  func member(
    at key: Int, of tape: JSONTape, in record: RawSpan, among candidates: Range<Int>,
    expected: Int
  ) -> Int? {
    let name = tape[key].name
    if let name {
      if expected < candidates.upperBound, members[expected].documented == name { return expected }
      return candidates.first { members[$0].documented == name }
    }
    return candidates.first {
      members[$0].documented == nil && text(members[$0].name, equals: key, of: tape, in: record)
    }
  }

  /// Whether a value is a string that is `wanted`, however it is escaped.
  func text(_ wanted: Text, equals index: Int, of tape: JSONTape, in record: RawSpan) -> Bool {
    let node = tape[index]
    guard node.kind == .string else { return false }
    guard !node.hasEscapes else {
      let value = tape.stringBytes(index, in: record)
      return value.count == wanted.length
        && equalBytes(value.span.bytes, 0, bytes.span.bytes, wanted.offset, wanted.length)
    }
    return Int(node.end - node.start) == wanted.length + 2
      && equalBytes(
        record, Int(node.start) + 1, bytes.span.bytes, wanted.offset, wanted.length)
  }

  func string(_ text: Text) -> String {
    String(decoding: bytes[text.offset..<text.offset + text.length], as: UTF8.self)
  }
}

/// Compares `count` bytes, eight at a time.
@inline(__always)
private func equalBytes(
  _ left: RawSpan, _ leftOffset: Int, _ right: RawSpan, _ rightOffset: Int, _ count: Int
) -> Bool {
  var position = 0
  while position + 8 <= count {
    guard
      left.unsafeLoadUnaligned(fromByteOffset: leftOffset + position, as: UInt64.self)
        == right.unsafeLoadUnaligned(fromByteOffset: rightOffset + position, as: UInt64.self)
    else { return false }
    position += 8
  }
  while position < count {
    guard
      left.unsafeLoad(fromByteOffset: leftOffset + position, as: UInt8.self)
        == right.unsafeLoad(fromByteOffset: rightOffset + position, as: UInt8.self)
    else { return false }
    position += 1
  }
  return true
}

extension ValidationReport {
  mutating func add(
    _ reason: Violation.Reason, at index: Int, _ tape: JSONTape, in record: RawSpan
  ) {
    violations.append(Violation(pointer: tape.pointer(to: index, in: record), reason: reason))
  }

  mutating func addMissing(_ name: String, of object: Int, _ tape: JSONTape, in record: RawSpan) {
    let parent = tape.pointer(to: object, in: record)
    violations.append(
      Violation(pointer: "\(parent)/\(escapedPointerToken(name))", reason: .missing))
  }

  mutating func addUnrecognised(value index: Int, _ tape: JSONTape, in record: RawSpan) {
    unrecognised.append(
      Unrecognised(
        pointer: tape.pointer(to: index, in: record), value: tape.string(index, in: record)))
  }

  mutating func addUnrecognised(memberWithValue index: Int, _ tape: JSONTape, in record: RawSpan) {
    unrecognised.append(
      Unrecognised(pointer: tape.pointer(to: index, in: record), value: nil))
  }
}
