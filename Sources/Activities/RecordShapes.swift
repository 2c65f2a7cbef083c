/// The shapes of records read before.
///
/// A record's length and type lead to the few that it may have. There are at most 1,024, so that what
/// they take in memory is bounded whatever is read.
struct RecordShapes: Sendable {
  private struct Entry: Sendable {
    let shape: RecordShape
    /// Whether a record of the shape was found to be valid, and so all are.
    var isValid = false
  }

  private static let groups = 64
  private static let groupSize = 16
  private var entries: [Entry?] = []
  private var found = 0
  private var kept = 0

  /// The fields of a record whose shape is known, and the place of that. The record's tree is put on
  /// the tape.
  @inline(__always)
  mutating func fields(
    of record: RawSpan, into tape: inout JSONTape
  ) -> (fields: RecordFields, place: Int)? {
    guard !entries.isEmpty, RecordShape.lengths.contains(record.byteCount) else { return nil }
    let group = Self.group(of: record)
    for place in group..<group + Self.groupSize {
      guard let shape = entries[place]?.shape else { return nil }
      if let fields = shape.fields(of: record, into: &tape) {
        found += 1
        return (fields, place)
      }
    }
    return nil
  }

  /// Keeps the shape of a record that has just been read, and gives its place.
  ///
  /// Not if hardly any record had the shape of one before: where all differ, shapes are but a cost.
  mutating func keep(_ record: RawSpan, _ tape: JSONTape, _ fields: RecordFields) -> Int? {
    guard kept <= 256 + found / 8, let shape = RecordShape(record, tape, fields) else {
      return nil
    }
    if entries.isEmpty { entries = Array(repeating: nil, count: Self.groups * Self.groupSize) }
    let group = Self.group(of: record)
    let free = (group..<group + Self.groupSize).first { entries[$0] == nil }
    let place = free ?? group + kept % Self.groupSize
    entries[place] = Entry(shape: shape)
    kept += 1
    return place
  }

  func isValid(at place: Int) -> Bool { entries[place]?.isValid ?? false }

  mutating func setValid(at place: Int) { entries[place]?.isValid = true }

  /// Where the entries begin that a record's may be among.
  @inline(__always)
  private static func group(of record: RawSpan) -> Int {
    // What stands there follows the name of the member `type`, as the API writes activities.
    let type = record.word(at: 104) ^ record.word(at: 112) &* 0xC2B2_AE3D_27D4_EB4F
    let mixed = (type ^ UInt64(truncatingIfNeeded: record.byteCount)) &* 0x9E37_79B9_7F4A_7C15
    return Int((mixed ^ mixed >> 32) & UInt64(groups - 1)) * groupSize
  }
}

extension RawSpan {
  @inline(__always)
  fileprivate func word(at offset: Int) -> UInt64 {
    unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }
}
