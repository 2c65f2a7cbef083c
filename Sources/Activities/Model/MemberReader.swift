/// Reads members of a record that the schema has found valid.
struct MemberReader {
  let tape: JSONTape
  let record: [UInt8]

  func member(_ name: StaticString, of object: Int) throws(ActivityError) -> Int {
    guard let member = tape.member(name, of: object, in: record.span.bytes) else {
      let parent = tape.pointer(to: object, in: record.span.bytes)
      throw .invalid([Violation(pointer: "\(parent)/\(name)", reason: .missing)])
    }
    return member
  }

  func string(_ name: StaticString, of object: Int) throws(ActivityError) -> String {
    let member = try member(name, of: object)
    guard let value = tape.string(member, in: record.span.bytes) else {
      throw invalid(member, .wrongType(expected: .string))
    }
    return value
  }

  func identifier(_ name: StaticString, of object: Int) throws(ActivityError) -> Identifier {
    let member = try member(name, of: object)
    guard let value = tape.identifier(member, in: record.span.bytes) else {
      throw invalid(member, .notUUID)
    }
    return value
  }

  func time(_ name: StaticString, of object: Int) throws(ActivityError) -> Timestamp {
    let member = try member(name, of: object)
    guard let value = tape.timestamp(member, in: record.span.bytes) else {
      throw .outOfRange(pointer: tape.pointer(to: member, in: record.span.bytes))
    }
    return value
  }

  func optionalString(_ name: StaticString, of object: Int) throws(ActivityError) -> String? {
    isAbsent(name, of: object) ? nil : try string(name, of: object)
  }

  func optionalIdentifier(_ name: StaticString, of object: Int) throws(ActivityError)
    -> Identifier?
  {
    isAbsent(name, of: object) ? nil : try identifier(name, of: object)
  }

  func integer(_ name: StaticString, of object: Int) throws(ActivityError) -> Int64 {
    let member = try member(name, of: object)
    let number = DecimalNumber(record.span.bytes.bytes(in: tape.range(of: member)))
    guard let value = number.integer else {
      throw .outOfRange(pointer: tape.pointer(to: member, in: record.span.bytes))
    }
    return value
  }

  func optionalInteger(_ name: StaticString, of object: Int) throws(ActivityError) -> Int64? {
    isAbsent(name, of: object) ? nil : try integer(name, of: object)
  }

  /// Whether there is no such member, or it is null.
  func isAbsent(_ name: StaticString, of object: Int) -> Bool {
    tape.member(name, of: object, in: record.span.bytes).map { tape[$0].kind == .null } ?? true
  }

  private func invalid(_ index: Int, _ reason: Violation.Reason) -> ActivityError {
    .invalid([Violation(pointer: tape.pointer(to: index, in: record.span.bytes), reason: reason)])
  }
}
