import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import ArgumentParser

/// `topo-archive get`
struct GetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Prints one activity by its id, in its latest form.",
    discussion: """
      Prints the record as one line of JSON. With --history it prints every form, and on stderr \
      when each was archived and what walks noticed: that the API had the activity no more, had it \
      again, or had it with another created_at.

      Exit codes: 0 it is there; 1 the archive does not hold it; 2 part of the archive could not \
      be read; 64 wrong usage.
      """)

  @Argument(help: "The activity's id, a UUID.", transform: FilterOptions.identifier)
  var id: Identifier

  @OptionGroup var archive: ArchiveOption

  @Flag(help: "Print every form that was archived, the first one first, and what happened when.")
  var history = false

  func run() async throws {
    try await reportingErrors(archive) { directory in
      let search = Search(try Archive(at: directory))
      let (forms, report) = try await search.forms(of: id)
      let output = RecordOutput(.ndjson)
      for form in history ? forms[...] : forms.suffix(1) { output.write(form) }
      output.flush()
      if let redacted = forms.last.flatMap({ RedactedRecord(line: $0.record.span.bytes) }) {
        Terminal.complain(RedactionWording.line(redacted))
      }
      if history { search.events(of: id, forms).map(HistoryWording.line).forEach(Terminal.say) }
      SearchWording.complaints(report, archive: directory).forEach(Terminal.complain)
      guard report.isWhole else { return .failed }
      if forms.isEmpty {
        Terminal.complain(SnapshotWording.holdsNo(id, search.archive))
      }
      return forms.isEmpty ? .no : .good
    }
  }
}
