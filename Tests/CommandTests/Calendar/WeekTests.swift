import Activities
import Testing

@testable import topo_archive

/// Weeks as columns of a calendar, in rows of years.
@Suite("Weeks of a calendar") struct WeekTests {
  private func week(_ text: String) throws -> Week {
    Week(containing: try #require(UTCDay(text)))
  }

  @Test(arguments: [
    ("2024-12-29", 2024, 12, 6), ("2024-12-30", 2025, 1, 0), ("2027-01-03", 2026, 12, 6),
    ("2027-01-04", 2027, 1, 0), ("1970-01-01", 1970, 1, 3), ("1969-12-28", 1969, 12, 6),
    ("1960-02-29", 1960, 3, 0), ("0001-01-01", 1, 1, 0),
  ])
  func aWeekIsOfTheYearOfItsThursday(
    text: String, year: Int, month: Int, weekday: Int
  ) throws {
    let week = try week(text)
    #expect(week.day(weekday) == UTCDay(text))
    #expect(week.year == year && week.month == month)
    #expect(week.firstOfYear.year == year && week.firstOfYear.advanced(by: -1).year == year - 1)
  }

  @Test func weeksThatFitAreOneRow() throws {
    let rows = Week.rows(from: try week("2023-05-01"), to: try week("2025-02-03"), columns: 92)
    #expect(rows == [try week("2023-05-01")..<week("2025-02-03")])
  }

  @Test func otherRowsBeginWithAYear() throws {
    let (first, end) = (try week("2020-05-01"), try week("2025-02-03"))
    let starts = try (2020...2025).map { try week("\($0)-01-04") }
    let years = Week.rows(from: first, to: end, columns: 53)
    #expect(years.map(\.lowerBound) == starts && years.last?.upperBound == end)
    #expect(years.map(\.count) == [53, 52, 52, 52, 52, 5])
    let pairs = Week.rows(from: first, to: end, columns: 158)
    #expect(pairs.map(\.lowerBound) == [starts[0], starts[2], starts[4]])
    // Years before the first day are not shown, though there is room for them.
    let odd = Week.rows(from: try week("2021-05-01"), to: end, columns: 110)
    #expect(odd.map(\.lowerBound) == [starts[1], starts[2], starts[4]])
  }

  @Test func rowsAreFullWhereNoYearFits() throws {
    let (first, end) = (Week(number: 100), Week(number: 150))
    #expect(
      Week.rows(from: first, to: end, columns: 20).map { $0.lowerBound.number } == [100, 110, 130])
  }

  /// Every week is in just one row, and no row is too wide.
  @Test(arguments: [1, 7, 52, 53, 54, 105, 106, 159, 400])
  func noWeekIsLost(columns: Int) {
    for length in [1, 52, 53, 54, 300, 1_200] {
      let (first, end) = (Week(number: 2_800), Week(number: 2_800 + length))
      let rows = Week.rows(from: first, to: end, columns: columns)
      #expect(rows.allSatisfy { $0.count <= columns })
      #expect(rows.last?.upperBound == end && rows.first?.contains(first) == true)
      #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
    }
  }

  private func months(_ from: String, _ until: String, columns: Int = 75) throws -> String {
    MonthLine(weeks: try week(from)..<week(until), columns: columns).text()
  }

  @Test func monthsStandWhereTheyBegin() throws {
    #expect(try months("2025-01-01", "2025-05-01") == "Jan  Feb Mar Apr")
    // A month that ends before there is room for its name has none.
    #expect(try months("2024-11-25", "2025-03-12") == " Dec 2025 Feb Mar")
    // A year has its place before February.
    #expect(try months("2023-11-01", "2024-03-12") == "Nov  Dec 2024     Mar")
    #expect(try months("2025-01-06", "2025-03-06", columns: 7) == "Jan Feb")
    #expect(try months("2025-01-06", "2025-03-06", columns: 6) == "Jan")
  }
}
