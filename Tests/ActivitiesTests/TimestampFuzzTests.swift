import Activities
import Testing
import TestSupport

/// Seeded damage to times, read by a second reader that is plain and slow.
@Suite struct TimestampFuzzTests {
  @Test(arguments: [UInt64(31), 32])
  func bothReadersSeeTheSame(seed: UInt64) {
    let samples = [
      "2025-03-14T09:22:11.483Z", "2024-02-29T23:59:59.999999999+23:59",
      "1969-12-31T23:59:59.5-00:30", "2262-04-11T23:47:16.854775807Z",
      "1677-09-21T00:12:43.145224192Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
      "2000-02-29T00:00:00Z", "1900-02-28T00:00:00+00:00",
    ]
    var mutator = ByteMutator(seed: seed, samples.map { Array($0.utf8) })
    var accepted = 0
    for round in 0..<4_000 {
      let text = mutator.next(changes: 2)
      let found = Timestamp(text: text.span.bytes, range: 0..<text.count)
      let slow = SlowTime.read(text)
      #expect(
        found?.instant.nanoseconds == slow.flatMap { Int64(exactly: $0.nanoseconds) },
        "\(String(decoding: text, as: UTF8.self)), seed \(seed), round \(round)")
      guard let found else { continue }
      accepted += 1
      #expect(
        found.fractionDigits == slow?.digits,
        "\(String(decoding: text, as: UTF8.self)), seed \(seed), round \(round)")
      #expect(
        Timestamp(found.instant.description)?.instant == found.instant,
        "\(String(decoding: text, as: UTF8.self)), seed \(seed), round \(round)")
    }
    #expect(accepted > 200 && accepted < 3_000)
  }
}
