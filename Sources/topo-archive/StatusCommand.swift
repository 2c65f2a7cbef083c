import Activities
import ArchiveStore
import Archiver
import ArgumentParser

/// `topo-archive status`
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Tells what is in the archive: days, counts, sizes, coverage, the last walk.",
    discussion: """
      Reads the index only and checks nothing: that is for verify. A walk is the reading of one \
      stretch of time, of which a fetch makes as many as it must. A terminal also shows a calendar: \
      a cell a day, the more vivid the more activities, marked where something is to be known of the \
      day. --json also lists every activity that has vanished from the API, and when that was noticed.

      With --max-age it tells a monitor whether fetch keeps up: how long ago the newest time ends that \
      is completely archived. Older gaps count for nothing there.

      Exit codes: 0 told; 1 older than --max-age, or nothing is covered; 2 could not read the index; \
      64 wrong usage.
      """)

  @OptionGroup var archive: ArchiveOption

  @Option(
    help: ArgumentHelp(
      "How long after its end a day may still change. (default: 48h)", valueName: "duration"),
    transform: TimeArguments.duration)
  var settle: Duration = .seconds(48 * 3_600)

  @Option(
    help: ArgumentHelp(
      "End with 1 if what is covered ends longer ago than this, by this machine's clock.",
      valueName: "duration"),
    transform: TimeArguments.duration)
  var maxAge: Duration?

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() async throws {
    try await reportingErrors(archive) { directory in
      let status = ArchiveStatus(of: try Archive(at: directory), settle: settle)
      let freshness = maxAge.map { Freshness(status.coveredUntil, limit: $0, at: .now) }
      if json {
        Terminal.output(StatusWording.json(status, freshness))
      } else {
        StatusWording.lines(status, freshness, archive: directory)
          .forEach { Terminal.output($0) }
        if let canvas = Terminal.canvas {
          let lines = CalendarPicture(days: status.calendar, canvas: canvas).lines()
          if !lines.isEmpty { Terminal.draw([""] + lines) }
        }
      }
      return freshness?.isGood == false ? .no : .good
    }
  }
}
