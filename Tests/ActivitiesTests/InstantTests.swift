import Testing
import TestSupport

@testable import Activities

@Suite struct InstantTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999999Z"),
    (1_500_000_000, "1970-01-01T00:00:01.5Z"), (951_782_400_000_000_000, "2000-02-29T00:00:00Z"),
    (Int64.min, "1677-09-21T00:12:43.145224192Z"), (Int64.max, "2262-04-11T23:47:16.854775807Z"),
  ])
  func isWrittenWithoutTrailingZeros(nanoseconds: Int64, text: String) {
    #expect(Instant(nanoseconds: nanoseconds).description == text)
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func textRoundTrips(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<5_000 {
      let units: [Int64] = [1, 1_000, 1_000_000, 1_000_000_000]
      let unit = units[Int.random(in: 0..<units.count, using: &generator)]
      let value = Int64.random(in: .min ... .max, using: &generator) / unit * unit
      let instant = Instant(nanoseconds: value)
      #expect(Timestamp(instant.description)?.instant == instant)
      #expect(instant.day.start <= instant && instant < instant.day.end)
      #expect(
        instant.seconds == Int64((Double(value) / 1e9).rounded(.down)) || abs(value) > 1 << 52)
    }
  }

  @Test func arithmeticClampsInsteadOfTrapping() {
    let first = Instant(nanoseconds: .min)
    let last = Instant(nanoseconds: .max)
    #expect(last + .seconds(1) == last)
    #expect(first - .seconds(1) == first)
    #expect(first + .seconds(Int64.min) == first)
    #expect(last - .seconds(Int64.min) == last)
    #expect(Instant(nanoseconds: 5) + .nanoseconds(-6) == Instant(nanoseconds: -1))
    #expect(Instant(nanoseconds: 5) - .nanoseconds(6) == Instant(nanoseconds: -1))
    #expect(Instant(seconds: .max) == last)
    #expect(Instant(seconds: .min) == first)
    #expect(last - first == .nanoseconds(Int64.max) + .nanoseconds(Int64.max) + .nanoseconds(1))
    #expect(Duration.seconds(Int64.max).wholeNanoseconds == .max)
    #expect(Duration.milliseconds(-1).wholeNanoseconds == -1_000_000)
  }

  /// Every day of a whole Gregorian cycle, against a calendar that counts up day by day.
  @Test func everyDayOfFourHundredYears() {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var number = UTCDay("1600-01-01")?.number ?? 0
    #expect(number == -135_140)
    for year in 1600..<2001 {
      let isLeap = year % 400 == 0 || year % 4 == 0 && year % 100 != 0
      for (index, length) in lengths.enumerated() {
        let days = index == 1 && isLeap ? 29 : length
        for day in 1...days {
          let wanted = UTCDay(number: number)
          #expect(UTCDay(year: year, month: index + 1, day: day) == wanted)
          #expect(wanted.date == (year, index + 1, day))
          number += 1
        }
        #expect(UTCDay(year: year, month: index + 1, day: days + 1) == nil)
        #expect(UTCDay(year: year, month: index + 1, day: 0) == nil)
      }
    }
    #expect(number == UTCDay("2001-01-01")?.number)
  }

  @Test(arguments: [
    "2025-02-29", "2025-3-14", "2025-03-1", "2025/03/14", "+025-03-14", "2025-03-14 ", "",
    "٢٠٢٥-03-14",
  ])
  func refusesWhatIsNoDay(text: String) {
    #expect(UTCDay(text) == nil)
  }

  @Test func distantDaysClampInsteadOfTrapping() throws {
    let day = try #require(UTCDay("9999-12-31"))
    #expect(day.description == "9999-12-31")
    #expect(day.start.nanoseconds == .max)
    #expect(day.end.nanoseconds == .max)
    #expect(try #require(UTCDay("0001-01-01")).start.nanoseconds == .min)
    #expect(UTCDay(containing: Instant(nanoseconds: .min)).description == "1677-09-21")
  }
}
