import Testing

@testable import Activities

@Suite struct RecordReaderTests {
  static func read(_ record: String) throws(RecordError) -> RecordFields {
    var reader = RecordReader()
    let bytes = Array(record.utf8)
    return try reader.read(bytes.span.bytes)
  }

  @Test(arguments: [
    ("[]", RecordError.notAnObject), ("7", .notAnObject), ("{}", .noIdentifier),
    (#"{"id":null}"#, .noIdentifier), (#"{"id":"x"}"#, .noIdentifier),
    (#"{"id":"\#(SampleRecords.id)"}"#, .noCreationTime),
    (#"{"id":"\#(SampleRecords.id)","created_at":1741944131}"#, .noCreationTime),
    (#"{"id":"\#(SampleRecords.id)","created_at":"2025-02-30T00:00:00Z"}"#, .noCreationTime),
    (#"{"id":"\#(SampleRecords.id)","created_at":"9999-01-01T00:00:00Z"}"#, .noCreationTime),
    (#"{"id":1,"id":2}"#, .malformed(JSONSyntaxError(.duplicateKey, at: 8))),
    ("{}x", .malformed(JSONSyntaxError(.trailingBytes, at: 2))),
  ])
  func whatCannotBePlaced(record: String, error: RecordError) {
    #expect(throws: error) { try Self.read(record) }
  }

  @Test func placingNeedsNoMoreThanIdAndTime() throws {
    let fields = try Self.read(
      #"{"payload":"text","created_at":"2025-03-14T09:22:11.4830Z","id":"\#(SampleRecords.id)"}"#)
    #expect(fields.id.description == SampleRecords.id)
    #expect(fields.createdAt.fractionDigits == 4)
    #expect(fields.payload == nil)
  }

  @Test func lengthIsLimited() throws {
    let start = #"{"id":"\#(SampleRecords.id)","created_at":"2025-03-14T09:22:11Z","x":""#
    let room = RecordReader.maximumLength - start.utf8.count - 2
    let longest = start + String(repeating: "x", count: room) + #""}"#
    #expect(try Self.read(longest).id.description == SampleRecords.id)
    let error = JSONSyntaxError(.tooLong, at: RecordReader.maximumLength)
    #expect(throws: RecordError.malformed(error)) {
      try Self.read(start + String(repeating: "x", count: room + 1) + #""}"#)
    }
  }

  @Test func recordsAreOrderedByInstantThenIdentifier() throws {
    let early = Instant(nanoseconds: 1)
    let late = Instant(nanoseconds: 2)
    let low = Identifier(high: 0, low: 1)
    let high = Identifier(high: 1, low: 0)
    let keys = [(early, low), (early, high), (late, low), (late, high)]
      .map { RecordKey(instant: $0, id: $1) }
    #expect(keys.reversed().sorted() == keys)
  }
}
