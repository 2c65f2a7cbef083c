import Activities
import TestSupport

/// Seeded changes to records that leave them valid JSON.
struct RecordMutator {
  var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  /// A valid record of a random type, changed in up to three places.
  mutating func record() -> [UInt8] {
    var record = Array(SampleRecords.record(pick(EventType.allCases)).utf8)
    for _ in 0..<Int.random(in: 0...3, using: &generator) { mutate(&record) }
    return record
  }

  private mutating func mutate(_ record: inout [UInt8]) {
    var tape = JSONTape()
    guard (try? tape.parse(record.span.bytes)) != nil else { return }
    let members = Self.members(tape)
    guard let (key, value) = members.randomElement(using: &generator) else { return }
    let range = tape.range(of: value)
    switch Int.random(in: 0..<7, using: &generator) {
    case 0: record.replaceSubrange(range, with: pick(Self.values).utf8)
    case 1: record.replaceSubrange(range, with: pick(Self.strings).utf8)
    case 2: remove(key, value, tape, from: &record)
    case 3: record.replaceSubrange(tape.range(of: key), with: pick(Self.keys).utf8)
    case 4 where tape[value].kind == .object:
      let comma = tape[value].count == 0 ? "" : ","
      let member = "\(pick(Self.keys)):\(pick(Self.values))\(comma)"
      record.insert(contentsOf: member.utf8, at: range.lowerBound + 1)
    case 5:
      record.replaceSubrange(range, with: "\"\(pick(EventType.allCases).rawValue)\"".utf8)
    default: changeCharacter(value, tape, of: &record)
    }
  }

  private mutating func remove(
    _ key: Int, _ value: Int, _ tape: JSONTape, from record: inout [UInt8]
  ) {
    let start = tape.range(of: key).lowerBound
    let end = tape.range(of: value).upperBound
    if end < record.count, record[end] == UInt8(ascii: ",") {
      record.removeSubrange(start..<end + 1)
    } else if record[start - 1] == UInt8(ascii: ",") {
      record.removeSubrange(start - 1..<end)
    } else {
      record.removeSubrange(start..<end)
    }
  }

  /// Replaces, inserts or removes one character of a string.
  private mutating func changeCharacter(
    _ value: Int, _ tape: JSONTape, of record: inout [UInt8]
  ) {
    guard tape[value].kind == .string, !tape[value].hasEscapes else { return }
    let content = tape.contentRange(of: value)
    guard let place = content.randomElement(using: &generator) else { return }
    guard record[place] < 0x80 else { return }
    let replaced = Bool.random(using: &generator) ? place..<place + 1 : place..<place
    record.replaceSubrange(replaced, with: pick(Self.characters).utf8)
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &generator)]
  }

  private static func members(_ tape: JSONTape) -> [(key: Int, value: Int)] {
    var members: [(key: Int, value: Int)] = []
    for index in tape.nodes.indices {
      tape.forEachMember(of: index) { members.append(($0, $1)) }
    }
    return members
  }

  static let values = [
    "null", "true", "false", "0", "-0", "-0.0", "1", "-1", "1.0", "1.5", "-1e-1", "10e-1", "1e40",
    "-1E3", "12345678901234567890123", "{}", "[]", #"{"a":null}"#, #"[{"type":"x"}]"#,
    #"{"reply_category":null}"#, #"{"step_number":0}"#, #"{"stopped_reason":"x","error_code":1}"#,
  ]
  static let strings = [
    #""""#, #""SMS""#, #""TASK""#, #""LINKEDIN""#, #""message.replied""#,
    #""invitation.s\u0065nt""#,
    #""2025-03-14T09:22:11.483Z""#, #""2025-03-14T09:22:11.483Z\n""#,
    #""2024-02-29T23:59:59-23:59""#,
    #""2023-02-29T00:00:00Z""#, #""0000-01-01T00:00:00Z""#, #""0001-01-01T00:00:00Z""#,
    #""9999-12-31T23:59:59.999999999Z""#, #""2025-03-14t09:22:11z""#, #""2025-03-14T23:59:60Z""#,
    #""2025-03-14T09:22:11.1234567890Z""#, #""2025-03-14T09:22:11.Z""#, #""2025-03-14T09:22:11""#,
    #""01954B2E-FC10-7000-8A3F-D2E591C04A77""#, #""01954b2e-fc10-7000-8a3f-d2e591c04a77\n""#,
    #""{01954b2e-fc10-7000-8a3f-d2e591c04a77}""#, #""01954b2efc1070008a3fd2e591c04a77""#,
    #""0195\u0034b2e-fc10-7000-8a3f-d2e591c04a77""#,
    #""urn:uuid:01954b2e-fc10-7000-8a3f-d2e591c0""#,
  ]
  static let keys = [
    #""id""#, #""created_at""#, #""payload""#, #""type""#, #""metadata""#, #""step_number""#,
    #""reply_category""#, #""new_field""#, #""\u0074ype""#, #""a/b~c""#, #""""#, #""Type""#,
  ]
  static let characters = [
    "0", "1", "2", "9", "a", "F", "g", "-", ":", "T", "Z", "+", ".", " ", "٣", "é", #"\n"#,
    #"\u000a"#,
    #"\u0030"#, "",
  ]
}
