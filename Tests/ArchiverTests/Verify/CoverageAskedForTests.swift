import Activities
import ArchiveFormat
import Testing

@testable import Archiver

/// What was asked for and is not covered is missing, wherever it lies.
@Suite("The time that verify is asked about")
struct CoverageAskedForTests {
  /// The specimen covers three days, from the 14th to the 16th.
  struct Asked: CustomTestStringConvertible, Sendable {
    var since: String?
    var until: String?
    /// The days of March, or times, between which something is missing.
    var gaps: [String] = []
    /// A day whose walk is lost.
    var lost: String?

    var testDescription: String {
      "\(since ?? "…") to \(until ?? "…")\(lost.map { " without \($0)" } ?? "")"
    }
  }

  static let all = [
    Asked(),
    Asked(since: "2025-03-14", until: "2025-03-17"),
    Asked(since: "2025-03-15"),
    Asked(until: "2025-03-15"),
    Asked(since: "2025-03-15", until: "2025-03-16"),
    Asked(since: "2025-03-12", gaps: ["before 2025-03-12 2025-03-14"]),
    Asked(until: "2025-03-18", gaps: ["after 2025-03-17 2025-03-18"]),
    Asked(
      since: "2025-03-12", until: "2025-03-18",
      gaps: ["before 2025-03-12 2025-03-14", "after 2025-03-17 2025-03-18"]),
    Asked(since: "2025-03-11", until: "2025-03-12", gaps: ["before 2025-03-11 2025-03-12"]),
    Asked(since: "2025-03-20", until: "2025-03-21", gaps: ["after 2025-03-20 2025-03-21"]),
    Asked(since: "2025-03-17", gaps: ["after 2025-03-17 end"]),
    Asked(since: "2025-03-20", gaps: ["after 2025-03-20 end"]),
    Asked(until: "2025-03-14", gaps: ["before start 2025-03-14"]),
    Asked(until: "2025-03-01", gaps: ["before start 2025-03-01"]),
    Asked(gaps: ["between 2025-03-15 2025-03-16"], lost: "2025-03-15"),
    Asked(
      since: "2025-03-13", until: "2025-03-18",
      gaps: [
        "before 2025-03-13 2025-03-14", "between 2025-03-15 2025-03-16",
        "after 2025-03-17 2025-03-18",
      ], lost: "2025-03-15"),
    Asked(until: "2025-03-15", lost: "2025-03-15"),
    Asked(since: "2025-03-14", gaps: ["before 2025-03-14 2025-03-15"], lost: "2025-03-14"),
    Asked(lost: "2025-03-14"),
  ]

  @Test(arguments: all)
  func whatIsNotCoveredIsAGap(asked: Asked) async throws {
    let specimen = try await Specimen()
    try specimen.reseal { lines in
      lines.removeAll { line in
        let text = String(decoding: line, as: UTF8.self)
        return asked.lost.map { text.hasPrefix(#"{"kind":"walk","from":"\#($0)"#) } ?? false
      }
    }
    let report = try await specimen.verify(options(asked))
    #expect(report.findings.map(words) == asked.gaps)
    #expect(report.isComplete == asked.gaps.isEmpty && report.isIntact)
    // What is shown as covered and what is missing make up all that was asked for.
    let gaps = report.findings.compactMap { gap($0)?.window }
    #expect(Window.merged(report.coverage + gaps).count == 1)
  }

  /// An archive without walks lacks nothing, unless it is asked.
  @Test(arguments: [
    Asked(),
    Asked(since: "2025-03-14", gaps: ["before 2025-03-14 end"]),
    Asked(until: "2025-03-14", gaps: ["before start 2025-03-14"]),
    Asked(since: "2025-03-14", until: "2025-03-15", gaps: ["before 2025-03-14 2025-03-15"]),
  ])
  func nothingIsCovered(asked: Asked) async throws {
    let specimen = try await Specimen()
    try specimen.reseal { $0.removeAll { $0.starts(with: #"{"kind":"walk""#.utf8) } }
    let report = try await specimen.verify(options(asked))
    #expect(report.findings.map(words) == asked.gaps)
    #expect(report.isComplete == asked.gaps.isEmpty)
    #expect(report.coverage == [])
  }

  private func options(_ asked: Asked) throws -> VerifyOptions {
    var options = VerifyOptions()
    options.since = try asked.since.map { try #require(UTCDay($0)).start }
    options.until = try asked.until.map { try #require(UTCDay($0)).start }
    return options
  }

  private func gap(_ finding: Finding) -> Gap? {
    if case .gap(let gap) = finding.detail { gap } else { nil }
  }

  private func words(_ finding: Finding) -> String {
    guard finding.kind == .coverageGap, let gap = gap(finding) else { return "\(finding)" }
    let from = gap.window.from == Instant(nanoseconds: .min) ? "start" : "\(gap.window.from.day)"
    let until = gap.window.until == Instant(nanoseconds: .max) ? "end" : "\(gap.window.until.day)"
    return "\(gap.place) \(from) \(until)"
  }
}
