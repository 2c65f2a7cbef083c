/// Checks records against the schema of an activity: `schemas/activity.schema.json`, which the
/// binary carries and compiles at start.
public struct Validator: Sendable {
  let program: ValidatorProgram

  /// The validator of activities.
  public static func activity() throws(SchemaError) -> Validator {
    let schema = EmbeddedSchema.activity
    return try Validator(
      schema: Array(UnsafeBufferPointer(start: schema.utf8Start, count: schema.utf8CodeUnitCount)))
  }

  /// Compiles a JSON Schema (2020-12) of the keywords that the activity schema uses; throws on any
  /// other, so that no part of a schema goes unenforced.
  public init(schema: [UInt8]) throws(SchemaError) {
    program = try ValidatorProgram(SchemaReader.read(schema))
  }

  /// Checks the record that `tape` has parsed and puts what is found into `report`, replacing what
  /// it held. Allocates nothing for a record in which there is nothing to report.
  public func validate(
    _ tape: JSONTape, of record: RawSpan, into report: inout ValidationReport
  ) {
    report.removeAll()
    check(0, tape, rule: 0, in: record, &report)
  }

  private func check(
    _ index: Int, _ tape: JSONTape, rule ruleIndex: Int, in record: RawSpan,
    _ report: inout ValidationReport
  ) {
    let node = tape[index]
    let rule = program.rules[ruleIndex]
    guard !rule.types.isDisjoint(with: type(of: index, tape, in: record, rule.types)) else {
      return report.add(.wrongType(expected: rule.types), at: index, tape, in: record)
    }
    switch node.kind {
    case .object: checkObject(index, tape, rule: ruleIndex, in: record, &report)
    case .string: checkString(index, tape, rule, in: record, &report)
    case .number:
      guard let minimum = rule.minimum, isNegative(index, tape, in: record) else { return }
      report.add(.belowMinimum(minimum), at: index, tape, in: record)
    case .array, .true, .false, .null: break
    }
  }

  private func checkString(
    _ index: Int, _ tape: JSONTape, _ rule: ValidatorProgram.Rule, in record: RawSpan,
    _ report: inout ValidationReport
  ) {
    switch rule.grammar {
    case .uuid:
      guard tape.identifier(index, in: record) == nil else { break }
      report.add(.notUUID, at: index, tape, in: record)
    case .time:
      guard !tape.isTime(index, in: record) else { break }
      report.add(.notTime, at: index, tape, in: record)
    case nil: break
    }
    guard !rule.documentedValues.isEmpty else { return }
    for value in rule.documentedValues
    where program.text(program.texts[value], equals: index, of: tape, in: record) {
      return
    }
    report.addUnrecognised(value: index, tape, in: record)
  }

  private func checkObject(
    _ object: Int, _ tape: JSONTape, rule ruleIndex: Int, in record: RawSpan,
    _ report: inout ValidationReport
  ) {
    let rule = program.rules[chosenRule(for: object, tape, rule: ruleIndex, in: record)]
    var seen: UInt64 = 0
    // Members mostly come in the order of the schema, so the next one is tried first.
    var expected = rule.members.lowerBound
    var key = object + 1
    for _ in 0..<tape[object].count {
      if let member = program.member(
        at: key, of: tape, in: record, among: rule.members, expected: expected)
      {
        seen |= 1 << UInt64(member - rule.members.lowerBound)
        expected = member + 1
        check(key + 1, tape, rule: program.members[member].rule, in: record, &report)
      } else {
        report.addUnrecognised(memberWithValue: key + 1, tape, in: record)
      }
      key = Int(tape[key + 1].next)
    }
    var missing = rule.required & ~seen
    while missing != 0 {
      let member = program.members[rule.members.lowerBound + missing.trailingZeroBitCount]
      report.addMissing(program.string(member.name), of: object, tape, in: record)
      missing &= missing - 1
    }
  }

  /// The rule of the object's case, or its own if it has no case.
  private func chosenRule(
    for object: Int, _ tape: JSONTape, rule ruleIndex: Int, in record: RawSpan
  )
    -> Int
  {
    let rule = program.rules[ruleIndex]
    guard !rule.cases.isEmpty else { return ruleIndex }
    let discriminator = rule.members.lowerBound + rule.discriminator
    var key = object + 1
    for _ in 0..<tape[object].count {
      if program.member(
        at: key, of: tape, in: record, among: discriminator..<discriminator + 1,
        expected: discriminator) != nil
      {
        for index in rule.cases
        where program.text(program.cases[index].value, equals: key + 1, of: tape, in: record) {
          return program.cases[index].rule
        }
        return ruleIndex
      }
      key = Int(tape[key + 1].next)
    }
    return ruleIndex
  }
}
