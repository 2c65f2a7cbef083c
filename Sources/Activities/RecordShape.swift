/// What a record shares with others like it: every byte but those of its ids and times.
///
/// A record with the same bytes in all other places, and an id or a time wherever this one has one,
/// has the same syntax tree: an id and a time have a fixed length here, and no byte of them ends a
/// string. So the schema says the same of it, too, as that takes one id for as good as another.
final class RecordShape: Sendable {
  /// Records that are shorter or longer have no shape, so that shapes stay few and small.
  static let lengths = 128...2_048

  private let bytes: [UInt8]
  /// All ones for each byte that is shared.
  private let masks: [UInt8]
  private let nodes: [JSONTape.Node]
  private let isMinified: Bool
  /// Where the ids begin, in the order of the text, and which of them is the record's own.
  private let ids: [Int]
  private let id: Int
  private let createdAt: Range<Int>
  /// Where the other times are.
  private let times: [Range<Int>]
  private let payload: Int?

  /// The shape of a record that has just been read; nil if it can have none.
  init?(_ record: RawSpan, _ tape: JSONTape, _ fields: RecordFields) {
    var places = Places()
    places.add(0, of: tape, in: record)
    guard Self.lengths.contains(record.byteCount), let id = tape.member(.id, of: 0),
      let time = tape.member(.createdAt, of: 0),
      let own = places.ids.firstIndex(of: tape.contentRange(of: id)),
      // A key may be an id, too, and is none that may be another.
      places.ids.count == tape.identifiers.count
    else { return nil }
    let createdAt = tape.contentRange(of: time)
    self.id = own
    self.createdAt = createdAt
    payload = fields.payload
    ids = places.ids.map(\.lowerBound)
    times = places.times.filter { $0 != createdAt }
    bytes = record.bytes(in: 0..<record.byteCount)
    var masks = [UInt8](repeating: .max, count: bytes.count)
    for place in places.ids + places.times {
      for offset in place { masks[offset] = 0 }
    }
    self.masks = masks
    nodes = Array(tape.nodes)
    isMinified = tape.isMinified
  }

  /// The fields of a record of this shape, whose tree is put on the tape; nil for any other record,
  /// and then the tape's content is unspecified.
  @inline(__always)
  func fields(of record: RawSpan, into tape: inout JSONTape) -> RecordFields? {
    guard isShared(record), let createdAt = Timestamp(text: record, range: createdAt) else {
      return nil
    }
    for range in times where Timestamp(text: record, range: range) == nil { return nil }
    tape.replace(by: nodes, isMinified: isMinified)
    for offset in ids {
      guard let id = Identifier(text: record, at: offset) else { return nil }
      tape.identifiers.append(id)
    }
    return RecordFields(id: tape.identifiers[id], createdAt: createdAt, payload: payload)
  }

  /// Whether a record has the shared bytes.
  @inline(__always)
  private func isShared(_ record: RawSpan) -> Bool {
    let (bytes, masks) = (bytes, masks)
    let count = bytes.count
    guard record.byteCount == count else { return false }
    let step = MemoryLayout<SIMD4<UInt64>>.size
    // From the end, where records that are alike mostly differ. The last step goes over some bytes
    // twice; a record has more than a step takes.
    var end = count
    while end > 0 {
      let start = max(end - step, 0)
      let own = bytes.span.bytes.words(at: start)
      let difference = (record.words(at: start) ^ own) & masks.span.bytes.words(at: start)
      guard difference[0] | difference[1] | difference[2] | difference[3] == 0 else { return false }
      end = start
    }
    return true
  }
}

/// Where a record has ids and times for values.
private struct Places {
  var ids: [Range<Int>] = []
  var times: [Range<Int>] = []

  /// Adds those of a value and of all within it. Keys are none, whatever they look like.
  mutating func add(_ value: Int, of tape: JSONTape, in record: RawSpan) {
    switch tape[value].kind {
    case .object: tape.forEachMember(of: value) { _, member in add(member, of: tape, in: record) }
    case .array: tape.forEachElement(of: value) { element in add(element, of: tape, in: record) }
    case .string where tape[value].isIdentifier: ids.append(tape.contentRange(of: value))
    case .string where tape.timestamp(value, in: record) != nil && !tape[value].hasEscapes:
      times.append(tape.contentRange(of: value))
    case .string, .number, .true, .false, .null: break
    }
  }
}

extension RawSpan {
  @inline(__always)
  fileprivate func words(at offset: Int) -> SIMD4<UInt64> {
    unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
  }
}
