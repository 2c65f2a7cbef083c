/// One event in the life of an outreach sequence, as its record says it.
///
/// The typed reading of a record that breaks no rule of the schema. Members that the schema does
/// not name stay in the record only.
public struct Activity: Hashable, Sendable {
  /// Identifies the activity.
  public let id: Identifier
  /// When the activity was recorded.
  public let createdAt: Timestamp
  /// What happened.
  public let payload: Payload

  /// Reads a record: one JSON object that is valid by the schema of activities.
  public init(record: [UInt8]) throws(ActivityError) {
    let validator: Validator
    do {
      validator = try Self.validator.get()
    } catch {
      throw .schema(error)
    }
    try self.init(record: record, validator: validator)
  }

  private init(record: [UInt8], validator: Validator) throws(ActivityError) {
    var tape = JSONTape()
    do {
      try tape.parse(record.span.bytes)
    } catch {
      throw .malformed(error)
    }
    var report = ValidationReport()
    validator.validate(tape, of: record.span.bytes, into: &report)
    guard report.violations.isEmpty else { throw .invalid(report.violations) }
    let reader = MemberReader(tape: tape, record: record)
    id = try reader.identifier("id", of: 0)
    createdAt = try reader.time("created_at", of: 0)
    payload = try Payload(reader, payload: try reader.member("payload", of: 0))
  }

  private static let validator = Result { () throws(SchemaError) in try Validator.activity() }
}

/// Why a record cannot be read as an activity.
public enum ActivityError: Error, Hashable, Sendable {
  /// The record is no strict JSON.
  case malformed(JSONSyntaxError)
  /// The record breaks the schema, in at least one place.
  case invalid([Violation])
  /// The number or the time at this JSON Pointer is valid, but beyond 64 bits.
  case outOfRange(pointer: String)
  /// The schema that this build carries cannot be compiled.
  case schema(SchemaError)
}
