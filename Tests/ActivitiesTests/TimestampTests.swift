import Testing

@testable import Activities

@Suite struct TimestampTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0, 0), ("1970-01-01T00:00:00.000000001Z", 1, 9),
      ("1969-12-31T23:59:59.999999999Z", -1, 9), ("1970-01-01T01:30:00+01:30", 0, 0),
      ("1969-12-31T00:01:00-23:59", 0, 0), ("1970-01-01T00:00:00.5-00:00", 500_000_000, 1),
      ("2025-03-14T09:22:11.483Z", 1_741_944_131_483_000_000, 3),
      ("2000-02-29T00:00:00Z", 951_782_400_000_000_000, 0),
      ("1677-09-21T00:12:43.145224192Z", Int64.min, 9),
      ("2262-04-11T23:47:16.854775807Z", Int64.max, 9),
      ("2262-04-12T23:47:16.854775807+24:00".replacing("24:00", with: "23:59"), nil, 0),
    ] as [(String, Int64?, Int)])
  func reads(text: String, nanoseconds: Int64?, fractionDigits: Int) {
    let timestamp = Timestamp(text)
    #expect(timestamp?.instant.nanoseconds == nanoseconds)
    if nanoseconds != nil { #expect(timestamp?.fractionDigits == fractionDigits) }
  }

  @Test func fractionsKeepEveryDigit() {
    var expected: Int64 = 0
    for digits in 0...9 {
      let fraction = String("123456789".prefix(digits))
      let text = "1970-01-01T00:00:00\(digits == 0 ? "" : ".")\(fraction)Z"
      if digits > 0 { expected = Int64(fraction.padded(to: 9)) ?? -1 }
      #expect(Timestamp(text)?.instant.nanoseconds == expected)
      #expect(Timestamp(text)?.fractionDigits == digits)
    }
  }

  @Test(arguments: [
    "", "2025-03-14", "2025-03-14T09:22:11", "2025-03-14T09:22:11.Z",
    "2025-03-14T09:22:11.1234567890Z",
    "2025-03-14 09:22:11Z", "2025-03-14t09:22:11Z", "2025-03-14T09:22:11z", "2025-3-14T09:22:11Z",
    "2025-03-14T9:22:11Z", "2025-03-14T09:22Z", "2025-03-14T24:00:00Z", "2025-03-14T09:60:11Z",
    "2025-03-14T09:22:60Z", "2016-12-31T23:59:60Z", "2025-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
    "2025-04-31T00:00:00Z", "2025-00-14T00:00:00Z", "2025-13-14T00:00:00Z", "2025-03-00T00:00:00Z",
    "2025-03-32T00:00:00Z", "0000-01-01T00:00:00Z", "2025-03-14T09:22:11+24:00",
    "2025-03-14T09:22:11+01:60", "2025-03-14T09:22:11+0100", "2025-03-14T09:22:11+01",
    "2025-03-14T09:22:11Z ", " 2025-03-14T09:22:11Z", "2025-03-14T09:22:11Z\n",
    "+2025-03-14T09:22:11Z",
    "2025-03-14T09:22:11,5Z", "2025-03-14T09:22:11ZZ", "20250314T092211Z0000",
    "-025-03-14T09:22:11Z",
    "٢٠٢٥-03-14T09:22:11Z", "2025-03-14T09:22:11.٣Z", "2025-03-14T09:22:1\u{0}Z",
    "1677-09-21T00:12:43.145224191Z", "2262-04-11T23:47:16.854775808Z", "9999-12-31T23:59:59Z",
  ])
  func refuses(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func distantTimesCanBeClamped() {
    #expect(Timestamp(clamping: "9999-12-31T23:59:59Z")?.instant.nanoseconds == .max)
    #expect(Timestamp(clamping: "0001-01-01T00:00:00Z")?.instant.nanoseconds == .min)
    #expect(Timestamp(clamping: "9999-12-31T23:59:60Z") == nil)
  }

  @Test func everyPrefixAndRangeIsSafe() {
    let text = Array("2025-03-14T09:22:11.483+01:00".utf8)
    for lower in 0...text.count {
      for upper in lower...text.count {
        let whole = lower == 0 && upper == text.count
        #expect((Timestamp(text: text.span.bytes, range: lower..<upper) != nil) == whole)
      }
    }
    #expect(Timestamp(text: text.span.bytes, range: 0..<text.count + 1) == nil)
  }
}

extension String {
  fileprivate func padded(to length: Int) -> String {
    self + String(repeating: "0", count: length - count)
  }
}
