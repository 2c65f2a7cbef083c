import Activities
import ArchiveFormat
import Archiver
import ArgumentParser

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

  @OptionGroup var erasure: ErasureOptions

  func validate() throws {
    let today = Instant.now.day
    guard before <= today else {
      throw ValidationError(
        "--before must not be later than today, \(today), which has not ended yet.")
    }
  }

  func run() async throws {
    try await reportingErrors(archive) { directory in
      let expire = Expire(directory: directory, before: before)
      let plan = try expire.plan()
      let report = try await erasure.erase(
        plan, isNothing: plan.segments == 0, in: directory,
        words: { [ExpiryWording.line($0, directory, before, isDone: $1)] }, json: ExpiryWording.json
      ) { key in
        try await expire.run(
          reason: reason, now: Instant.now.wholeSecond,
          signingKey: key)
      }
      return report == nil ? .no : .good
    }
  }
}
