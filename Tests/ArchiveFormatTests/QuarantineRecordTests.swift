import Activities
import Testing

@testable import ArchiveFormat

@Suite struct QuarantineRecordTests {
  static let line =
    #"{"received_at":"2025-03-16T02:00:00.5Z","reason":"no_id","base64":"eyJpZCI6N30="}"#

  @Test func readsWhatItWrites() throws {
    let record = try QuarantineRecord(line: bytes(Self.line).span.bytes)
    #expect(record.item.text == #"{"id":7}"#)
    #expect(record.reason == .noIdentifier)
    #expect(record.line.text == Self.line)
    #expect(record.itemHash == Hash256(sha256Of: bytes(#"{"id":7}"#).span.bytes))
  }

  @Test func keepsAnyBytes() throws {
    let item = (UInt8.min...UInt8.max).map { $0 }
    let record = QuarantineRecord(
      receivedAt: Instant(seconds: 0), reason: .invalidUTF8, item: item)
    #expect(try QuarantineRecord(line: record.line.span.bytes) == record)
  }

  @Test func namesWhatIsWrong() {
    let damages = [
      ("no_id", "bad_id", "reason"), ("02:00:00.5Z", "02:00:00.50Z", "received_at"),
      ("30=", "3", "base64"), ("base64", "base32", "base64"),
    ]
    for (old, new, member) in damages {
      #expect(throws: IndexEntryError.malformed(member: member)) {
        try QuarantineRecord(line: bytes(Self.line.replacing(old, with: new)).span.bytes)
      }
    }
  }

  /// What `RecordReader` finds wrong with an item, and the reason that stands for it.
  @Test(arguments: [
    ("", "malformed_json"), ("{", "malformed_json"), ("{} {}", "malformed_json"),
    ("\"\u{1}\"", "malformed_json"), (#""\x""#, "malformed_json"), ("[01]", "malformed_json"),
    (#"{"a":"\ud800"}"#, "unpaired_surrogate"), (#"{"a":1,"a":1}"#, "duplicate_key"),
    (String(repeating: "[", count: 200), "too_deep"), ("[]", "not_an_object"),
    ("7", "not_an_object"),
    ("{}", "no_id"), (#"{"id":"7"}"#, "no_id"),
    (#"{"id":"01954b2e-fc10-7000-8a3f-d2e591c04a77"}"#, "no_created_at"),
    (
      #"{"id":"01954b2e-fc10-7000-8a3f-d2e591c04a77","created_at":"2025-02-30T00:00:00Z"}"#,
      "no_created_at"
    ),
  ])
  func everyRecordErrorHasAReason(_ item: String, _ reason: String) {
    var reader = RecordReader()
    let error = #expect(throws: RecordError.self) { _ = try reader.read(bytes(item).span.bytes) }
    #expect(error.map { QuarantineRecord.Reason($0).rawValue } == reason)
  }

  @Test func invalidUTF8HasAReason() {
    var reader = RecordReader()
    let item: [UInt8] = [0x22, 0xFF, 0x22]
    let error = #expect(throws: RecordError.self) { _ = try reader.read(item.span.bytes) }
    #expect(error.map { QuarantineRecord.Reason($0) } == .invalidUTF8)
  }
}
