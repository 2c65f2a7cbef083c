import Activities

/// What the schema says of the forms that were archived. None is kept out by it.
struct SchemaTally: Sendable {
  /// How often something was met that the schema does not document.
  private(set) var unrecognised = UnrecognisedCounts()
  /// The records that break the schema.
  private(set) var violating = 0

  mutating func add(_ report: ValidationReport) {
    for thing in report.unrecognised { unrecognised.add(thing) }
    if !report.violations.isEmpty { violating += 1 }
  }

  mutating func add(_ other: SchemaTally) {
    unrecognised.add(other.unrecognised)
    violating += other.violating
  }
}
