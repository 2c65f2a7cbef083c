import Foundation
import Testing

@testable import Archiver
@testable import topo_archive

/// The bars beside counts, on terminals of any width.
@Suite("Bars of counts", .timeLimit(.minutes(2))) struct CountBarTests {
  private func lines(
    _ rows: [([String?], Int)], _ keys: [CountKey] = [.type], columns: Int?,
    _ format: OutputFormat = .table
  ) -> [String] {
    let canvas = columns.map { Canvas(columns: $0, rows: 24, hasColour: false) }
    return CountOutput(keys: keys, format: format, canvas: canvas).lines(
      rows.map { CountRow(values: $0.0, count: $0.1) })
  }

  @Test func aBarIsAsLongAsItsCountToAnEighth() {
    let bar = Bar(largest: 64, columns: 8)
    #expect(bar.text(64) == "████████" && bar.text(32) == "████" && bar.text(0) == "")
    #expect((1...8).map(bar.text) == ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"])
    #expect(bar.text(13) == "█▋")
    #expect(Bar(largest: 1_000_000, columns: 8).text(1) == "▏")
  }

  /// An index that is not true may give any count.
  @Test func noNumberBreaksABar() {
    for (value, largest) in [(-1, 5), (5, 0), (5, -1), (.max, 1), (.min, .max), (.max, .max)] {
      #expect(Bar(largest: largest, columns: 8).text(value).count <= 8)
    }
  }

  @Test func barsStandBetweenCountsAndValues() {
    let types: [([String?], Int)] = [
      (["message.sent"], 1_600), (["message.opened"], 800), ([nil], 25),
    ]
    #expect(
      lines(types, columns: 39) == [
        "count                    type", "1,600  ████████████████  message.sent",
        "  800  ████████          message.opened", "   25  ▎                 (none)",
      ])
    let replies: [([String?], Int)] = [(["2025-03", "A"], 4), (["2025-04", nil], 3)]
    #expect(
      lines(replies, [.month, .replyCategory], columns: 39) == [
        "count           month    reply_category", "    4  ███████  2025-03  A",
        "    3  █████▎   2025-04  (none)",
      ])
  }

  /// What there is too little room for is left out; what would be broken anyhow does not count.
  @Test func noBarBreaksALine() {
    let long = String(repeating: "x", count: 500)
    let rows: [([String?], Int)] = [(["message.sent"], 7), (["message.link_clicked"], 3)]
    for columns in 1...300 {
      let plain = lines(rows + [([long], 2)], columns: nil)
      let drawn = lines(rows + [([long], 2)], columns: columns)
      for (plain, drawn) in zip(plain, drawn) where plain.count <= columns {
        #expect(drawn.count <= columns, "\(columns)")
      }
      #expect(drawn.prefix(3).allSatisfy { $0.count <= 27 + 34 })
      if columns >= 27 { #expect((drawn == plain) == (columns < 27 + 6), "\(columns)") }
    }
  }

  @Test func wideCharactersAreCountedAsTheyAreShown() {
    #expect("漢字".columns == 4 && "한국".columns == 4 && "ｆｕ".columns == 4 && "ﬂ".columns == 1)
    #expect("e\u{301}".columns == 1 && "👩‍👩‍👧".columns == 2 && "🇩🇪".columns == 2 && "♥".columns == 1)
    #expect("\u{200B}".columns == 0 && "é–ü".columns == 3)
    let rows: [([String?], Int)] = [([String(repeating: "字", count: 20)], 2), (["a"], 1)]
    // 5 columns of counts, 40 of the value, twice 2 between them.
    #expect(lines(rows, columns: 53)[1].contains("  ████  字"))
    #expect(!lines(rows, columns: 52)[1].contains("█"))
  }

  @Test func onlyTablesHaveBars() {
    for format in [OutputFormat.ndjson, .csv] {
      #expect(
        lines([(["a"], 2)], columns: 80, format) == lines([(["a"], 2)], columns: nil, format))
    }
    #expect(lines([([], 5)], [], columns: 80) == ["count", "    5"])
  }

  @Test func aTerminalShowsThemAndNothingElseDoes() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let arguments = ["grep", "--count-by", "type"]
      let table = ["--format", "table"]
      let plain = try await fixture.run(arguments + table).output
      #expect(plain.contains("  message.sent\n") && !plain.contains("█"))
      for (columns, widest) in [(60, 32), (44, 15), (100, 32)] as [(UInt16, Int)] {
        let screen = try await fixture.runOnTerminal(
          arguments + table, ["NO_COLOR": "1"], columns: columns
        ).screen
        #expect(!screen.contains("\u{1B}"))
        let lines = screen.replacing("\r\n", with: "\n").split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { $0.count <= columns })
        let bars = lines.dropFirst().map { $0.filter { "▏▎▍▌▋▊▉█".contains($0) } }
        #expect(bars.allSatisfy { !$0.isEmpty }, "\(screen)")
        #expect(bars.first?.count ?? 0 <= widest && bars.first?.allSatisfy { $0 == "█" } == true)
      }
      // A terminal's own format is the table.
      #expect(try await fixture.runOnTerminal(arguments).screen.contains("█"))
      let dumb = try await fixture.runOnTerminal(arguments, ["TERM": "dumb"]).screen
      #expect(dumb.replacing("\r\n", with: "\n") == plain)
      for format in ["csv", "ndjson"] {
        let screen = try await fixture.runOnTerminal(arguments + ["--format", format]).screen
        #expect(!screen.contains("█"))
      }
    }
  }
}
