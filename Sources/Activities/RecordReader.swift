/// Why an item cannot be placed in the archive by its id and time.
public enum RecordError: Error, Hashable, Sendable {
  case malformed(JSONSyntaxError)
  case notAnObject
  /// No member `id` that is a UUID.
  case noIdentifier
  /// No member `created_at` that is an ISO 8601 time with an offset and a real date.
  case noCreationTime
}

/// The members of a record by which the archive sorts, ranges and filters.
public struct RecordFields: Sendable {
  /// The record's `id`.
  public let id: Identifier
  /// The record's `created_at`.
  public let createdAt: Timestamp
  /// The index of the payload object on the reader's tape; nil if the record has none.
  public let payload: Int?

  /// Where the record stands in a segment.
  public var key: RecordKey { RecordKey(instant: createdAt.instant, id: id) }
}

/// The order of records in a segment: by instant, then by id.
public struct RecordKey: Hashable, Comparable, Sendable {
  /// When the activity was recorded.
  public let instant: Instant
  /// The activity's `id`, which orders records of one instant.
  public let id: Identifier

  /// The key of an activity with this time and id.
  public init(instant: Instant, id: Identifier) {
    self.instant = instant
    self.id = id
  }

  /// By instant, then by id.
  public static func < (left: RecordKey, right: RecordKey) -> Bool {
    left.instant != right.instant ? left.instant < right.instant : left.id < right.id
  }
}

/// Reads records one after another, reusing its storage.
public struct RecordReader: Sendable {
  /// The syntax tree of the record read last.
  public private(set) var tape = JSONTape()
  private var shapes = RecordShapes()
  /// Where the shape of the record read last is kept, if it is.
  private var place: Int?

  /// A longer record, in bytes, is malformed: what its parts take in memory must stay bounded.
  public static let maximumLength = 4 << 20

  /// The longest record that `readKnown(_:)` reads, in bytes.
  public static var longestKnown: Int { RecordShape.lengths.upperBound }

  /// A reader that has read nothing yet.
  public init() {}

  /// Parses a record strictly and finds what places it.
  public mutating func read(_ record: RawSpan) throws(RecordError) -> RecordFields {
    place = nil
    guard record.byteCount <= Self.maximumLength else {
      throw .malformed(JSONSyntaxError(.tooLong, at: Self.maximumLength))
    }
    if let known = shapes.fields(of: record, into: &tape) {
      place = known.place
      return known.fields
    }
    do {
      try tape.parse(record)
    } catch {
      throw .malformed(error)
    }
    let fields = try fields(of: record)
    place = shapes.keep(record, tape, fields)
    return fields
  }

  /// Reads a record as `read(_:)` would, if one that differs in nothing but ids and times was read
  /// before; nil for any other, and then the tape's content is unspecified.
  public mutating func readKnown(_ record: RawSpan) -> RecordFields? {
    let known = shapes.fields(of: record, into: &tape)
    place = known?.place
    return known?.fields
  }

  /// Whether the record read last is valid because one of its shape was.
  var isKnownToBeValid: Bool { place.map(shapes.isValid) ?? false }

  /// Remembers that the record read last is valid.
  mutating func rememberValid() {
    if let place { shapes.setValid(at: place) }
  }

  /// Parses the record with which `text` begins as `read(_:)` would, and gives its length in bytes.
  public mutating func readFirst(
    of text: RawSpan
  ) throws(RecordError) -> (fields: RecordFields, length: Int) {
    let length: Int
    place = nil
    do {
      // A value that goes on behind what a record may have is not read to its end.
      length = try tape.parseFirstValue(of: text.extracting(first: Self.maximumLength + 1))
    } catch {
      throw .malformed(error)
    }
    guard length <= Self.maximumLength else {
      throw .malformed(JSONSyntaxError(.tooLong, at: Self.maximumLength))
    }
    let fields = try fields(of: text)
    place = shapes.keep(text.extracting(first: length), tape, fields)
    return (fields, length)
  }

  private func fields(of record: RawSpan) throws(RecordError) -> RecordFields {
    guard tape[0].kind == .object else { throw .notAnObject }
    guard let idNode = tape.member(.id, of: 0),
      let id = tape.identifier(idNode, in: record)
    else { throw .noIdentifier }
    guard let timeNode = tape.member(.createdAt, of: 0),
      let createdAt = tape.timestamp(timeNode, in: record)
    else { throw .noCreationTime }
    let payload = tape.member(.payload, of: 0)
    return RecordFields(
      id: id, createdAt: createdAt,
      payload: payload.flatMap { tape[$0].kind == .object ? $0 : nil })
  }

  /// The index of the value of a payload's member in the record read last.
  public func payloadMember(_ name: MemberName, of fields: RecordFields) -> Int? {
    fields.payload.flatMap { tape.member(name, of: $0) }
  }

  /// The string value of a payload's member; nil if it is absent or no string.
  public func payloadString(
    _ name: MemberName, of fields: RecordFields, in record: RawSpan
  ) -> String? {
    payloadMember(name, of: fields).flatMap { tape.string($0, in: record) }
  }

  /// The UUID value of a payload's member; nil if it is absent or no UUID.
  public func payloadIdentifier(
    _ name: MemberName, of fields: RecordFields, in record: RawSpan
  ) -> Identifier? {
    payloadMember(name, of: fields).flatMap { tape.identifier($0, in: record) }
  }
}
