import Foundation
import Simulator
import Testing

/// The calendar of `status`, on real terminals.
@Suite("The calendar of status", .timeLimit(.minutes(2))) struct StatusCalendarTests {
  /// An archive of 2025-06-23 to 2025-06-28 with a gap on the 25th and an unsettled end.
  private func withArchive(_ body: (CommandFixture) async throws -> Void) async throws {
    try await withFixture(SimulatorConfiguration(activities: 900, days: 5)) { fixture in
      try await fixture.fetch(["--until", "2025-06-25"]).expectGood()
      #expect(
        try await fixture.fetch(["--since", "2025-06-26"]).errors.contains("no run has read"))
      try await body(fixture)
    }
  }

  private func lines(_ screen: String) -> [String] {
    screen.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  @Test func isWrittenBelowTheRest() async throws {
    try await withArchive { fixture in
      let plain = try await fixture.run(["status"]).output
      #expect(!plain.contains("Mon") && !plain.contains("\u{1B}"))
      for columns in [40, 80, 200] as [UInt16] {
        let (status, screen) = try await fixture.runOnTerminal(["status"], columns: columns)
        #expect(status == 0)
        let text = screen.replacing("\r\n", with: "\n")
        #expect(text.hasPrefix(plain + "\n"))
        let calendar = lines(String(text.dropFirst(plain.count + 1))).map { PaintedLine($0) }
        #expect(
          calendar.map { $0.text.prefix(5) }.prefix(5) == [
            "2025 ", "Mon  ", "Wed  ", "Fri  ", "Sun  ",
          ])
        let isNarrow = calendar.prefix { !$0.text.isEmpty }.allSatisfy {
          $0.columns.count <= columns
        }
        #expect(isNarrow, "\(screen)")
        #expect(calendar.contains { $0.text == "■ not read     1 day: 2025-06-25" }, "\(screen)")
        // Wednesday shares its line with Thursday, and is drawn as the legend has it.
        let gap = calendar.first { $0.text.contains("not read") }?.columns.first?.ink
        let wednesday = calendar[2].columns.dropFirst(5).first?.halves
        #expect(wednesday?.first == gap && gap != nil && wednesday?.last != gap)
      }
    }
  }

  @Test func hasLettersForMarksWithoutColours() async throws {
    try await withArchive { fixture in
      for environment in [["NO_COLOR": "1"], ["TERM": "vt100"], ["TERM": "linux"]] {
        let screen = try await fixture.runOnTerminal(["status"], environment).screen
        #expect(!screen.contains("\u{1B}"))
        let calendar = lines(screen).drop { !$0.isEmpty }.dropFirst()
        let names = calendar.prefix(8).map { $0.prefix(3) }
        #expect(names == ["202", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
        #expect(
          calendar.contains("Wed  N") && calendar.contains("N not read     1 day: 2025-06-25"))
      }
    }
  }

  @Test func isForTerminalsOnly() async throws {
    try await withArchive { fixture in
      let plain = try await fixture.run(["status"]).output
      let dumb = try await fixture.runOnTerminal(["status"], ["TERM": "dumb"]).screen
      #expect(lines(dumb) == lines(plain))
      let json = try await fixture.runOnTerminal(["status", "--json"]).screen
      let piped = try await fixture.run(["status", "--json"]).output
      #expect(lines(json) == lines(piped))
    }
  }

  /// There is nothing to be drawn of an archive without days.
  @Test func anEmptyArchiveHasNone() async throws {
    try await withFixture(SimulatorConfiguration(activities: 0)) { fixture in
      _ = try await fixture.fetch()
      let screen = try await fixture.runOnTerminal(["status"]).screen
      #expect(lines(screen) == lines(try await fixture.run(["status"]).output), "\(screen)")
    }
  }
}
