/// Reads records one after another and checks each against the schema, reusing its storage.
public struct RecordValidator: Sendable {
  /// What reads them.
  public private(set) var reader = RecordReader()
  /// What the schema says of the record read last; nothing of one that is no JSON.
  public private(set) var report = ValidationReport()
  private let validator: Validator

  /// Checks records by `validator`.
  public init(_ validator: Validator) {
    self.validator = validator
  }

  /// Reads a record as `RecordReader` does; one that cannot be placed is checked all the same.
  public mutating func read(_ record: RawSpan) throws(RecordError) -> RecordFields {
    report.removeAll()
    do throws(RecordError) {
      let fields = try reader.read(record)
      if !reader.isKnownToBeValid {
        validator.validate(reader.tape, of: record, into: &report)
        if report.isEmpty { reader.rememberValid() }
      }
      return fields
    } catch {
      switch error {
      case .malformed, .notAnObject: break
      case .noIdentifier, .noCreationTime:
        validator.validate(reader.tape, of: record, into: &report)
      }
      throw error
    }
  }
}
