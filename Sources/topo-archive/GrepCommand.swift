import Activities
import ArchiveStore
import Archiver
import ArgumentParser
import Patterns

/// `topo-archive grep`
struct GrepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grep",
    abstract: "Searches the archived records by pattern and filter, in the order of time.",
    discussion: """
      PATTERN is a regular expression over a record's bytes, matched in linear time: . [a-z] [^"] \
      \\d \\w \\s \\b ^ $ ( ) | * + ? {2,5}, without back-references and look-around. Records are \
      minified JSON, so '"channel":"EMAIL"' works; a character that the API sent as an escape is \
      found by that escape ('caf\\\\u00e9').

      An amended activity appears once, in its latest form; --all-versions shows each form.

      Filtered by type and time only, -c and counts by type, event-type, day and month come from \
      the index as far as it tells them: of a damaged archive they are what the index says.

      Exit codes: 0 something matches; 1 nothing does; 2 part of the archive could not be read; 64 \
      wrong usage.
      """)

  @Argument(help: "What to find; without it, every record that the filters leave.")
  var pattern: String?

  @OptionGroup var archive: ArchiveOption

  @Flag(name: [.customShort("F"), .long], help: "PATTERN is plain text.")
  var fixedStrings = false

  @Flag(name: .shortAndLong, help: "Letters match in either case.")
  var ignoreCase = false

  @OptionGroup var filters: FilterOptions

  @Flag(name: .shortAndLong, help: "Print only how many records match.")
  var count = false

  @Option(
    help: ArgumentHelp(
      "Print how many records have each value of one of: \(GrepCommand.countKeyNames). Several, "
        + "with commas between, count each combination.", valueName: "keys"),
    transform: GrepCommand.countKeys)
  var countBy: [CountKey]?

  @Option(
    help: "By default a table on a terminal, else ndjson; csv is for spreadsheets.")
  var format: OutputFormat?

  @Option(help: ArgumentHelp("Stop after so many records.", valueName: "number"))
  var limit: Int?

  @Flag(help: "Show every form of an amended activity.")
  var allVersions = false

  func validate() throws {
    if count, countBy != nil { throw ValidationError("Give either --count or --count-by.") }
    if let limit {
      guard limit > 0 else { throw ValidationError("--limit must be at least 1.") }
      guard !count, countBy == nil else {
        throw ValidationError("--limit does not go with --count and --count-by.")
      }
    }
    do throws(PatternError) {
      _ = try compiledPattern()
    } catch {
      throw ValidationError(SearchWording.line(for: error))
    }
  }

  func run() async throws {
    try await reportingErrors(archive) { directory in
      let query = SearchQuery(
        pattern: try compiledPattern(), filter: filters.filter, allVersions: allVersions)
      let search = Search(try Archive(at: directory))
      let report =
        if count || countBy != nil {
          try await printCounts(search, query)
        } else {
          try await printRecords(search, query)
        }
      SearchWording.complaints(report, archive: directory).forEach(Terminal.complain)
      if let line = SnapshotWording.outOfReach(query.filter, search.archive) { Terminal.say(line) }
      if let line = SearchWording.unread(query.filter, search.archive) { Terminal.say(line) }
      SearchWording.blankSpots(query, search.archive).forEach(Terminal.say)
      for hint in FilterWording.hints(query.filter, found: report.records > 0) {
        Terminal.complain(hint.words)
      }
      return report.isWhole ? report.records > 0 ? .good : .no : .failed
    }
  }

  private var chosenFormat: OutputFormat { format ?? (Terminal.isOutput ? .table : .ndjson) }

  private func printRecords(_ search: Search, _ query: SearchQuery) async throws -> SearchReport {
    let output = RecordOutput(chosenFormat)
    let report = try await search.records(matching: query, limit: limit) { output.write($0) }
    output.flush()
    return report
  }

  private func printCounts(_ search: Search, _ query: SearchQuery) async throws -> SearchReport {
    let keys = countBy ?? []
    let (rows, report) = try await search.counts(query, by: keys)
    if count, format == nil {
      Terminal.output(String(report.records))
    } else {
      CountOutput(keys: keys, format: chosenFormat, canvas: Terminal.canvas).write(rows)
    }
    return report
  }

  private func compiledPattern() throws(PatternError) -> Pattern? {
    guard let pattern else { return nil }
    var options: Pattern.Options = []
    if fixedStrings { options.insert(.literal) }
    if ignoreCase { options.insert(.caseInsensitive) }
    return try Pattern(pattern, options: options)
  }

  private static let countKeyNames = CountKey.allCases.map(\.rawValue).joined(separator: ", ")

  /// Reads keys as they are here or, with underscores, in records.
  @Sendable private static func countKeys(_ text: String) throws -> [CountKey] {
    var keys: [CountKey] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let key = CountKey(rawValue: String(name).replacing("_", with: "-")) else {
        throw ValidationError("'\(name)' is none of \(countKeyNames).")
      }
      guard !keys.contains(key) else { throw ValidationError("\(key.rawValue) is there twice.") }
      keys.append(key)
    }
    return keys
  }
}
