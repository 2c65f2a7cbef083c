import ArchiveFormat
import ArgumentParser

/// How something is erased for good, for every command that does: not without being asked for twice.
struct ErasureOptions: ParsableArguments {
  @Flag(help: "Report only what would go.")
  var dryRun = false

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print the report as one JSON object on stdout.")
  var json = false

  @OptionGroup var signing: SigningOptions

  /// Tells what would go in a dry run; else asks for agreement to it, does it, and tells what has gone.
  ///
  /// Gives the report that was told last; nil, and nothing is changed, if it was not wanted after all.
  /// Where nothing is to go nobody is asked, and it is done all the same: an interrupted run may have
  /// left files to be removed. Throws as `Confirmation` and `erase` do.
  func erase<Report>(
    _ plan: Report, isNothing: Bool, in directory: String,
    words: (Report, _ isDone: Bool) -> [String],
    json object: (Report, _ isDone: Bool) -> String, by erase: (SigningKey?) async throws -> Report
  ) async throws -> Report? {
    func tell(_ report: Report, isDone: Bool) {
      if json {
        Terminal.output(object(report, isDone))
      } else {
        words(report, isDone).forEach(Terminal.say)
      }
    }
    guard !dryRun else {
      tell(plan, isDone: false)
      return plan
    }
    let question = words(plan, false).joined(separator: "\n")
    guard try isNothing || Confirmation.isGiven(yes, for: question) else {
      Terminal.say(Confirmation.unchanged)
      return nil
    }
    let done = try await signing.committing(to: directory, erase)
    tell(done, isDone: true)
    return done
  }
}
