import Activities
import Testing

@testable import ArchiveFormat

@Suite struct IndexEntryDamageTests {
  /// Each valid line with one text in it replaced, and the member that must be named.
  static let damages: [(line: String, old: String, new: String, member: String)] = [
    (Lines.archive, "8000-000000000001", "8000-00000000000G", "id"),
    (Lines.archive, "01954b2e-0000", "01954B2E-0000", "id"),
    (Lines.archive, #""https://api.topo.io""#, "null", "source"),
    (Lines.archive, "02:00:00Z", "02:00:00.0Z", "created_at"),
    (Lines.archive, "02:00:00Z", "02:00:00+00:00", "created_at"),
    (Lines.segment, #""stream":"activities""#, #""stream":"amendments""#, "stream"),
    (Lines.segment, #""partition":"2025-03-14""#, #""partition":"2025-03-15""#, "partition"),
    (Lines.segment, #""partition":"2025-03-14","#, "", "partition"),
    (Lines.segment, #""01954b2e-0000-7000-aaaa-111111111111""#, "7", "organization_id"),
    (Lines.segment, "1234", "0", "count"),
    (Lines.segment, "1234", "-1", "count"),
    (Lines.segment, "1234", "1.0", "count"),
    (Lines.segment, "1234", "1e3", "count"),
    (Lines.segment, "1234", "1048577", "count"),
    (Lines.segment, "1234", "99999999999999999999", "count"),
    (Lines.segment, "400", "0", "types"),
    (Lines.segment, "400", "401", "types"),
    (Lines.segment, "400", "9223372036854775807", "types"),
    (Lines.segment, "message.opened", "message opened", "types"),
    (Lines.segment, "message.opened", "", "types"),
    (Lines.segment, "message.opened", String(repeating: "x", count: 65), "types"),
    (Lines.segment, "01954b2e-ffff", "01954b2d-ffff", "id_max"),
    (Lines.segment, "2025-03-14T23:59:59.999Z", "2025-03-13T23:59:59.999Z", "created_at_max"),
    (Lines.segment, "00:00:00.5Z", "00:00:00.50Z", "created_at_min"),
    (Lines.segment, "12345,", #""12345","#, "size"),
    (Lines.segment, "0f0f", "0F0f", "sha256"),
    (Lines.segment, "654321", "0", "content_size"),
    (Lines.segment, #""content_root":"0f"#, #""content_root":""#, "content_root"),
    (Lines.walk, "2025-03-15T00:00:00Z", "2025-03-14T00:00:00Z", "until"),
    (Lines.walk, #""filter":null"#, #""filter":"REPLIED""#, "filter"),
    (Lines.walk, #""filter":null"#, #""filter":{}"#, "event_type"),
    (Lines.walk, #""filter":null,"#, "", "filter"),
    (Lines.walk, "true", "1", "complete"),
    (Lines.walk, #""reported":1234"#, #""reported":-1"#, "reported"),
    (Lines.walk, #""vanished":[]"#, #""vanished":{}"#, "vanished"),
    (Lines.walk, #""returned":[]"#, #""returned":[1]"#, "returned"),
    (Lines.walk, #""redated":[]"#, #""redated":null"#, "redated"),
    (Lines.walk, ".25Z", ".250Z", "ended_at"),
    (Lines.redaction, ".r1.", ".", "path"),
    (Lines.redaction, "-00000.r1.", "-00001.r1.", "path"),
    (Lines.redaction, #""redacted":3"#, #""redacted":0"#, "redacted"),
    (Lines.replacement, #""reason":"better compression","#, "", "reason"),
    (Lines.expiry, #""at":"2030"#, #""on":"2030"#, "at"),
  ]

  @Test(arguments: damages.indices) func namesTheDamagedMember(_ index: Int) throws {
    let (line, old, new, member) = Self.damages[index]
    let range = try #require(line.firstRange(of: old))
    let damaged = line.replacingCharacters(in: range, with: new)
    #expect(throws: IndexEntryError.malformed(member: member)) {
      try IndexEntryTests.read(damaged)
    }
  }

  @Test(arguments: Lines.all) func everyMemberIsRequired(_ line: String) throws {
    let original = bytes(line)
    var tape = JSONTape()
    try tape.parse(original.span.bytes)
    var members: [(name: String, range: Range<Int>)] = []
    tape.forEachMember(of: 0) { key, value in
      members.append(
        (
          tape.string(key, in: original.span.bytes) ?? "",
          tape.range(of: key).lowerBound..<tape.range(of: value).upperBound
        ))
    }
    for member in members {
      var damaged = original
      let renamed = bytes("\"_\(member.name)\":0")
      damaged.replaceSubrange(member.range, with: renamed)
      #expect(throws: IndexEntryError.malformed(member: member.name)) {
        try IndexEntry(line: damaged.span.bytes)
      }
    }
  }

  @Test(arguments: Lines.all) func neverCrashesOnChangedBytes(_ line: String) {
    var random = Seeded(5)
    for _ in 0..<500 {
      var changed = bytes(line)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = changed.indices.randomElement(using: &random) ?? 0
        changed[index] = UInt8.random(in: 0...255, using: &random)
      }
      if let entry = try? IndexEntry(line: changed.span.bytes) {
        #expect((try? IndexEntry(line: entry.line.span.bytes)) == entry, "seed \(random.seed)")
      }
    }
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
