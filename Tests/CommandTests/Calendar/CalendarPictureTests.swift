import Activities
import TestSupport
import Testing

@testable import Archiver
@testable import topo_archive

/// The calendar that a terminal shows, drawn from days alone.
@Suite("The calendar on a terminal") struct CalendarPictureTests {
  private func day(_ text: String) throws -> UTCDay { try #require(UTCDay(text)) }

  private func days(
    from first: UTCDay, _ counts: [Int], _ marks: [Int: Set<DayMark>] = [:]
  ) -> [CalendarDay] {
    counts.enumerated().map { index, count in
      CalendarDay(
        day: UTCDay(number: first.number + index), activities: count, amendments: 0,
        marks: marks[index] ?? [])
    }
  }

  private func lines(
    _ days: [CalendarDay], columns: Int, rows: Int = 1_000, hasColour: Bool = false
  ) -> [String] {
    CalendarPicture(days: days, canvas: Canvas(columns: columns, rows: rows, hasColour: hasColour))
      .lines()
  }

  @Test func withoutColoursADayIsACharacter() throws {
    let counts = [0, 4, 8, 9, 12, 13, 16, 1, 0, 0, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    let marks: [Int: Set<DayMark>] = [
      1: [.gap], 8: [.redacted, .incomplete], 9: [.expired], 10: [.finding], 18: [.unsettled],
      19: [.unsettled, .redacted],
    ]
    let days = days(from: try day("2025-03-26"), counts, marks)
    let calendar = [
      "2025  Apr", "Mon   █░S", "Tue   █░", "Wed  ·░▒", "Thu  NI▒", "Fri  ▒E▒", "Sat  ▓F▒",
      "Sun  ▓░S", "",
    ]
    #expect(
      lines(days, columns: 80) == calendar + [
        "activities a day: · none  ░ 1–4  ▒ 5–8  ▓ 9–12  █ 13–16",
        "F finding      1 day: 2025-04-05", "N not read     1 day: 2025-03-27",
        "I incomplete   1 day: 2025-04-03", "E expired      1 day: 2025-04-04",
        "S not settled  2 days: 2025-04-13 to 2025-04-14",
        "R redacted     2 days: 2025-04-03, 2025-04-14",
      ])
    #expect(
      lines(days, columns: 36) == calendar + [
        "activities a day: · none  ░ 1–4", "  ▒ 5–8  ▓ 9–12  █ 13–16",
        "F finding      1 day: 2025-04-05", "N not read     1 day: 2025-03-27",
        "I incomplete   1 day: 2025-04-03", "E expired      1 day: 2025-04-04",
        "S not settled  2 days: 2025-04-13 to 2025-04-14",
        "R redacted     2 days: 2025-04-03 and 1 more",
      ])
  }

  @Test func theLatestDaysAreShownWhereThereIsNoRoomForAll() throws {
    let days = days(from: try day("2020-03-04"), Array(repeating: 1, count: 2_000))
    let calendar = lines(days, columns: 80, rows: 24, hasColour: true)
    #expect(calendar.count <= 22)
    #expect(calendar[0] == "2020-03-04 to 2023-01-01: shown by serve, or by a larger terminal")
    let headings = calendar.filter { $0.contains("Mar") }
    #expect(headings.map { $0.prefix(9) } == ["2023 Jan ", "2024 Jan ", "2025 Jan "])
    // A terminal that shows next to nothing still shows the last weeks.
    #expect(lines(days, columns: 80, rows: 1)[1].hasPrefix("2025 Jan"))
    #expect(!lines(days, columns: 300, rows: 60).contains { $0.contains("larger") })
  }

  @Test func nothingIsDrawnWithoutDaysOrRoom() throws {
    let one = days(from: try day("2025-03-26"), [1])
    #expect(lines([], columns: 80) == [] && lines(one, columns: 9) == [])
    #expect(lines(one, columns: 10).prefix(4) == ["2025 Mar", "Mon  ", "Tue  ", "Wed  █"])
  }

  /// Each day has the colour that the legend gives it, in its place, whatever the terminal's width.
  @Test(arguments: UInt64(0)..<40) func everyDayHasItsColour(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let first = UTCDay(number: Int.random(in: -3_000...30_000, using: &random))
    let counts = (0..<Int.random(in: 1...900, using: &random)).map { _ in
      max(0, Int.random(in: -20...100, using: &random))
    }
    let marked = counts.indices.filter { _ in Int.random(in: 0..<9, using: &random) == 0 }
    let marks = Dictionary(
      uniqueKeysWithValues: marked.map { index in
        (index, Set(DayMark.allCases.randomElement(using: &random).map { [$0] } ?? []))
      })
    let days = days(from: first, counts, marks)
    let columns = Int.random(in: 20...240, using: &random)
    let painted = lines(days, columns: columns, hasColour: true).map(PaintedLine.init)
    #expect(painted.allSatisfy { $0.ink == nil && $0.paper == nil }, "colours go on, seed \(seed)")
    let end = try #require(painted.firstIndex { $0.text.isEmpty })
    #expect(painted[..<end].allSatisfy { $0.columns.count <= columns }, "seed \(seed)")
    #expect(shown(painted[..<end]) == expected(days), "seed \(seed), \(columns) columns")
  }

  /// The colours of weekdays, week after week, without those of no activities.
  private func shown(_ lines: ArraySlice<PaintedLine>) -> [[Int?]] {
    var weeks: [[Int?]] = []
    let blocks = stride(from: lines.startIndex, to: lines.endIndex, by: 5).map {
      lines[$0..<min($0 + 5, lines.endIndex)].dropFirst().map { $0.columns.dropFirst(5) }
    }
    for block in blocks {
      for week in 0..<(block.map(\.count).max() ?? 0) {
        weeks.append(
          block.flatMap { line in
            week < line.count ? line[line.startIndex + week].halves : [nil, nil]
          })
      }
    }
    return weeks.map { Array($0.prefix(7)) }.trimmed
  }

  private func expected(_ days: [CalendarDay]) -> [[Int?]] {
    let busiest = days.map(\.activities).max() ?? 0
    let samples = (1...4).map { colour(.shade($0)) }
    guard let first = days.first?.day else { return [] }
    let offset = first.number - Week(containing: first).day(0).number
    var weeks: [[Int?]] = []
    for (index, day) in days.enumerated() {
      let place = index + offset
      while weeks.count <= place / 7 { weeks.append(Array(repeating: nil, count: 7)) }
      let quarters = (day.activities * 4 + busiest - 1) / max(busiest, 1)
      weeks[place / 7][place % 7] =
        day.marks.first.map { colour(.mark($0)) } ?? (quarters == 0 ? nil : samples[quarters - 1])
    }
    return weeks.trimmed
  }

  private func colour(_ cell: CalendarCell) -> Int? {
    PaintedLine(HalfBlocks().sample(cell)).columns.first?.ink
  }

  @Test func everyShadeAndMarkLooksDifferent() {
    let cells = (0...4).map(CalendarCell.shade) + DayMark.allCases.map(CalendarCell.mark)
    #expect(Set(cells.map(CellCharacters().sample)).count == cells.count)
    // Of what verify has found status knows nothing, so that findings never stand beside gaps.
    let shown = cells.filter { $0 != .mark(.finding) }
    #expect(Set(shown.map(HalfBlocks().sample)).count == shown.count)
  }

  /// The steps meet, and the counts of a shade have it.
  @Test(arguments: [1, 2, 3, 4, 5, 7, 100, 1_234, Int.max])
  func shadesAreWhatTheLegendSays(busiest: Int) {
    let shades = Shades(busiest: busiest)
    let ranges = (1...4).compactMap { shade in shades.counts(shade).map { (shade, $0) } }
    #expect(ranges.first?.1.lowerBound == 1 && ranges.last?.1.upperBound == busiest)
    for (one, next) in zip(ranges, ranges.dropFirst()) {
      #expect(one.1.upperBound + 1 == next.1.lowerBound)
    }
    if busiest < 10_000 {
      for (shade, counts) in ranges { #expect(counts.allSatisfy { shades.shade($0) == shade }) }
    }
    #expect(shades.shade(0) == 0 && shades.shade(-1) == 0 && shades.shade(.max) == 4)
    #expect(Shades(busiest: 0).shade(1) == 0 && Shades(busiest: .min).counts(1) == nil)
  }
}

extension [[Int?]] {
  /// Without weeks that show nothing, before the first that does and after the last.
  fileprivate var trimmed: [[Int?]] {
    let shown = indices.filter { index in self[index].contains { $0 != nil } }
    guard let first = shown.first, let last = shown.last else { return [] }
    return Array(self[first...last])
  }
}
