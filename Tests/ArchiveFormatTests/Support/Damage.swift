import Testing

/// A valid line of the index with one text in it replaced, and the member that must be named.
struct Damage: CustomTestStringConvertible {
  let line: String
  let member: String
  let testDescription: String

  init(_ line: String, _ old: String, _ new: String, _ member: String) {
    self.line = line.replacing(old, with: new, maxReplacements: 1)
    self.member = member
    testDescription = "\(member): \(old) → \(new)"
    if self.line == line { Issue.record("no damage: \(testDescription)") }
  }

  /// What the schema refuses as well.
  static let values: [Damage] = [
    Damage(Lines.archive, "8000-000000000001", "8000-00000000000G", "id"),
    Damage(Lines.archive, "01954b2e-0000", "01954B2E-0000", "id"),
    Damage(Lines.archive, #""https://api.topo.io""#, "null", "source"),
    Damage(Lines.archive, "02:00:00Z", "02:00:00.0Z", "created_at"),
    Damage(Lines.archive, "02:00:00Z", "02:00:00+00:00", "created_at"),
    Damage(Lines.segment, #""partition":"2025-03-14","#, "", "partition"),
    Damage(Lines.segment, #""01954b2e-0000-7000-aaaa-111111111111""#, "7", "organization_id"),
    Damage(Lines.segment, "1234", "0", "count"),
    Damage(Lines.segment, "1234", "-1", "count"),
    Damage(Lines.segment, "1234", "1048577", "count"),
    Damage(Lines.segment, "1234", "99999999999999999999", "count"),
    Damage(Lines.segment, "400", "0", "types"),
    Damage(Lines.segment, "message.opened", "message opened", "types"),
    Damage(Lines.segment, "message.opened", "", "types"),
    Damage(Lines.segment, "message.opened", String(repeating: "x", count: 65), "types"),
    Damage(Lines.segment, "00:00:00.5Z", "00:00:00.50Z", "created_at_min"),
    Damage(Lines.segment, "12345,", #""12345","#, "size"),
    Damage(Lines.segment, "0f0f", "0F0f", "sha256"),
    Damage(Lines.segment, "654321", "0", "content_size"),
    Damage(Lines.segment, #""content_root":"0f"#, #""content_root":""#, "content_root"),
    Damage(Lines.walk, #""filter":null"#, #""filter":"REPLIED""#, "filter"),
    Damage(Lines.walk, #""filter":null"#, #""filter":{}"#, "event_type"),
    Damage(Lines.walk, #""filter":null,"#, "", "filter"),
    Damage(Lines.walk, "true", "1", "complete"),
    Damage(Lines.walk, #""reported":1234"#, #""reported":-1"#, "reported"),
    Damage(Lines.walk, #""vanished":[]"#, #""vanished":{}"#, "vanished"),
    Damage(Lines.walk, #""returned":[]"#, #""returned":[1]"#, "returned"),
    Damage(Lines.walk, #""redated":[]"#, #""redated":null"#, "redated"),
    Damage(Lines.walk, ".25Z", ".250Z", "ended_at"),
    Damage(Lines.redaction, #""redacted":3"#, #""redacted":0"#, "redacted"),
    Damage(Lines.replacement, #""reason":"better compression","#, "", "reason"),
    Damage(Lines.expiry, #""at":"#, #""on":"#, "at"),
  ]

  /// What a schema cannot say: each member is valid by itself, or only its spelling is not.
  static let relations: [Damage] = [
    Damage(Lines.segment, #""stream":"activities""#, #""stream":"amendments""#, "stream"),
    Damage(Lines.segment, #""partition":"2025-03-14""#, #""partition":"2025-03-15""#, "partition"),
    Damage(Lines.segment, "1234", "1.0", "count"),
    Damage(Lines.segment, "1234", "1e3", "count"),
    Damage(Lines.segment, "400", "401", "types"),
    Damage(Lines.segment, "400", "9223372036854775807", "types"),
    Damage(Lines.segment, "01954b2e-ffff", "01954b2d-ffff", "id_max"),
    Damage(Lines.segment, "2025-03-14T23:59:59.999Z", "2025-03-13T23:59:59.999Z", "created_at_max"),
    Damage(Lines.walk, "2025-03-15T00:00:00Z", "2025-03-14T00:00:00Z", "until"),
    Damage(Lines.redaction, ".r1.", ".", "path"),
    Damage(Lines.redaction, "-00000.r1.", "-00001.r1.", "path"),
  ]
}
