/// One place where a record breaks the schema.
public struct Violation: Hashable, Sendable {
  /// The JSON Pointer (RFC 6901) of the value; of a missing member, where it would be.
  public let pointer: String
  /// What is wrong there.
  public let reason: Reason

  /// The ways in which a value can break the schema.
  public enum Reason: Hashable, Sendable {
    /// A required member is not there.
    case missing
    /// The value has none of the expected types.
    case wrongType(expected: JSONTypes)
    /// The string is not 32 hexadecimal digits in groups of 8-4-4-4-12.
    case notUUID
    /// No ISO 8601 time with an offset, or no real date.
    case notTime
    /// The number is less than this.
    case belowMinimum(Int)
  }

  /// A violation for `reason` at `pointer`.
  public init(pointer: String, reason: Reason) {
    self.pointer = pointer
    self.reason = reason
  }
}

/// One thing in a record that the schema does not document: the API may grow, so it is no violation.
public struct Unrecognised: Hashable, Sendable {
  /// The JSON Pointer of the value or the member.
  public let pointer: String
  /// The undocumented value; nil if it is the member that is not documented.
  public let value: String?

  /// What it is counted as: `/payload/channel=SMS`, or `/payload/new_field` for a member.
  public var description: String { value.map { "\(pointer)=\($0)" } ?? pointer }
}

/// What the validation of one record found.
public struct ValidationReport: Hashable, Sendable {
  /// In the order of the record; an object's missing members follow those that it has.
  public internal(set) var violations: [Violation] = []
  /// In the order of the record.
  public internal(set) var unrecognised: [Unrecognised] = []

  /// A report of nothing.
  public init() {}

  /// Whether the schema has nothing to say.
  var isEmpty: Bool { violations.isEmpty && unrecognised.isEmpty }

  mutating func removeAll() {
    violations.removeAll(keepingCapacity: true)
    unrecognised.removeAll(keepingCapacity: true)
  }
}
