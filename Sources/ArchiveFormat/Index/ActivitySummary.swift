import Activities

/// What a segment's entry says about the activities within.
public struct ActivitySummary: Hashable, Sendable {
  /// The workspace that the records name; nil if none does.
  public let organizationID: Identifier?
  /// How many records have each `payload.type`; see `CountedTypes` for the ones left out.
  public let types: [String: Int]
  /// The least and the greatest `id`.
  public let ids: ClosedRange<Identifier>
  /// The first and the last `created_at`.
  public let times: ClosedRange<Instant>

  /// A summary of at least one record.
  public init(
    organizationID: Identifier?, types: [String: Int], ids: ClosedRange<Identifier>,
    times: ClosedRange<Instant>
  ) {
    self.organizationID = organizationID
    self.types = types
    self.ids = ids
    self.times = times
  }

  /// How many records `types` accounts for; clamped to what an integer holds.
  public var countOfTypes: Int {
    types.values.reduce(0) { sum, count in
      let (total, overflow) = sum.addingReportingOverflow(count)
      return overflow ? .max : total
    }
  }

  init(_ reader: inout EntryReader) throws(IndexEntryError) {
    organizationID = try reader.optionalIdentifier("organization_id")
    guard let members = try reader.object("types").numbers(from: 1),
      members.count <= CountedTypes.maximum,
      members.allSatisfy({ CountedTypes.isName(Array($0.name.utf8)) })
    else { throw .malformed(member: "types") }
    types = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
    let least = try reader.identifier("id_min")
    let greatest = try reader.identifier("id_max")
    guard least <= greatest else { throw .malformed(member: "id_max") }
    ids = least...greatest
    let first = try reader.instant("created_at_min")
    let last = try reader.instant("created_at_max")
    guard first <= last else { throw .malformed(member: "created_at_max") }
    times = first...last
  }

  func writeOrganization(to writer: inout EntryWriter) {
    if let organizationID {
      writer.string("organization_id", organizationID.description)
    } else {
      writer.null("organization_id")
    }
  }

  func writeTypesAndRanges(to writer: inout EntryWriter) {
    writer.object("types") { object in
      for (name, count) in types.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
      {
        object.number(name, count)
      }
    }
    writer.string("id_min", ids.lowerBound.description)
    writer.string("id_max", ids.upperBound.description)
    writer.string("created_at_min", times.lowerBound.description)
    writer.string("created_at_max", times.upperBound.description)
  }
}
