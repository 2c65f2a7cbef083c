import Testing

@testable import Activities

@Suite struct UnrecognisedTests {
  @Test(arguments: [
    (#""type":"message.sent""#, #""type":"foo.bar""#, "/payload/type=foo.bar"),
    (#""channel":"EMAIL""#, #""channel":"SMS""#, "/payload/channel=SMS"),
    (#""MESSAGE""#, #""MESSAG\u0045S""#, "/payload/resource_type=MESSAGES"),
    (#","payload""#, #","tags":[{"id":1}],"payload""#, "/tags"),
    (#","channel""#, #","new_field":null,"channel""#, "/payload/new_field"),
    (#","channel""#, #","a/b~c":null,"channel""#, "/payload/a~1b~0c"),
    (#""task_id":null"#, #""task_id":null,"metadata":{"x":{"y":1}}"#, "/payload/metadata/x"),
  ])
  func growthIsCountedAndNoViolation(old: String, new: String, name: String) throws {
    let record = SampleRecords.record(.messageSent)
    let report = try ValidatorTests.report(record.replacing(old, with: new, maxReplacements: 1))
    #expect(report.violations.isEmpty)
    #expect(report.unrecognised.map(\.description) == [name])
  }

  @Test func anUnknownTypeKeepsTheCommonFields() throws {
    let record = SampleRecords.record(type: "message.forwarded", metadata: "{}")
    let broken = record.replacing(#""person_id":"0"#, with: #""person_id":"z"#)
    let report = try ValidatorTests.report(broken)
    #expect(report.violations == [Violation(pointer: "/payload/person_id", reason: .notUUID)])
    #expect(report.unrecognised.map(\.description) == ["/payload/type=message.forwarded"])
  }

  @Test func countsAreBoundedWhateverComes() {
    var counts = UnrecognisedCounts()
    for number in 0..<UnrecognisedCounts.distinctLimit + 50 {
      counts.add(Unrecognised(pointer: "/new_\(number)", value: nil))
    }
    #expect(counts.counts.count == UnrecognisedCounts.distinctLimit + 1)
    #expect(counts.counts[UnrecognisedCounts.others] == 50)
    var long = UnrecognisedCounts()
    let value = String(repeating: "é", count: 10_000)
    long.add(Unrecognised(pointer: "/payload/type", value: value))
    long.add(Unrecognised(pointer: "/payload/type", value: value + "x"))
    #expect(long.counts.keys.map(\.unicodeScalars.count) == [UnrecognisedCounts.nameLimit + 1])
    var sum = long
    sum.add(long)
    #expect(Array(sum.counts.values) == [4])
  }
}
