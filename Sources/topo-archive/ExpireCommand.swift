import Activities
import ArchiveFormat
import Archiver
import ArgumentParser

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `topo-archive expire`
struct ExpireCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expire",
    abstract: "Removes the oldest days for good, at the end of their retention.",
    discussion: """
      Whole days before --before go, with all forms of their activities; quarantine stays. The index \
      keeps their entries and says that they expired, so that checkpoints of earlier times still \
      verify, coverage does not call them missing, and fetch and reconcile never go below them again. \
      On a terminal it asks first; elsewhere it needs --yes. Copies and snapshots are not touched.

      Exit codes: 0 gone, or nothing was to go; 1 it was not wanted after all; 2 could not expire \
      them; 64 wrong usage.
      """)

  @OptionGroup var archive: ArchiveOption

  @Option(
    help: ArgumentHelp("Remove what is older than this UTC day.", valueName: "day"),
    transform: TimeArguments.day)
  var before: UTCDay

  @Option(
    help: ArgumentHelp("What the index will give as the reason.", valueName: "text"))
  var reason = "end of retention"

  @Flag(help: "Report only what would go.")
  var dryRun = false

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print the report as one JSON object on stdout.")
  var json = false

  @OptionGroup var signing: SigningOptions

  func validate() throws {
    let today = Instant(seconds: Int64(Date().timeIntervalSince1970)).day
    guard before <= today else {
      throw ValidationError(
        "--before must not be later than today, \(today), which has not ended yet.")
    }
  }

  func run() async throws {
    try await reportingErrors(archive) { directory in
      let expire = Expire(directory: directory, before: before)
      let plan = try expire.plan()
      guard !dryRun else {
        tell(plan, directory, isDone: false)
        return .good
      }
      let words = ExpiryWording.line(plan, directory, before, isDone: false)
      guard try plan.segments == 0 || Confirmation.isGiven(yes, for: words) else {
        Terminal.say(ExpiryWording.unchanged)
        return .no
      }
      // Also if nothing is to go: an interrupted run may have left files to be removed.
      let done = try await signing.committing(to: directory) { key in
        try await expire.run(
          reason: reason, now: Instant(seconds: Int64(Date().timeIntervalSince1970)),
          signingKey: key)
      }
      tell(done, directory, isDone: true)
      return .good
    }
  }

  private func tell(_ report: Expire.Report, _ directory: String, isDone: Bool) {
    if json {
      Terminal.output(ExpiryWording.json(report, isDone: isDone))
    } else {
      Terminal.say(ExpiryWording.line(report, directory, before, isDone: isDone))
    }
  }
}
