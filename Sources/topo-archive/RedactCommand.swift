import Activities
import ArchiveFormat
import Archiver
import ArgumentParser

/// `topo-archive redact`
struct RedactCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redact",
    abstract: "Erases what the archive holds about a person, for good.",
    discussion: """
      Of each activity of the person, in all its forms, only the id, the time and the hash of the \
      record stay; and so of items in quarantine in which the id is found. Their segments are \
      written anew and the old files removed; the index says when and why, and earlier checkpoints \
      and proofs of everything else still verify. fetch never takes these activities in again, but \
      new ones of the person as ever. On a terminal it asks first; elsewhere it needs --yes.

      A hash is a commitment: who knows every other field of a record can test a guess at the rest. \
      Where that is too much, expire. Copies, backups, snapshots and proofs are not touched.

      Every record is read, and the archive must be undamaged. Afterwards make a new backup: from those \
      of before, repair cannot heal the files that were written anew.

      Exit codes: 0 gone; 1 it was not wanted after all, or of one of the ids nothing is held; 2 could \
      not redact it, and nothing has gone; 64 wrong usage.
      """)

  @OptionGroup var archive: ArchiveOption

  @Option(
    name: .customLong("person-id"),
    help: ArgumentHelp("The contact; repeat for more.", valueName: "uuid"),
    transform: FilterOptions.identifier)
  var persons: [Identifier] = []

  @Option(
    name: .customLong("id"),
    help: ArgumentHelp("A single activity instead; repeat for more.", valueName: "uuid"),
    transform: FilterOptions.identifier)
  var activities: [Identifier] = []

  @Option(
    help: ArgumentHelp(
      "What index and records will give as the reason; it must tell nothing about the person.",
      valueName: "text"))
  var reason: String

  @OptionGroup var erasure: ErasureOptions

  func validate() throws {
    _ = try subject()
    _ = try redaction()
  }

  func run() async throws {
    try await reportingErrors(archive) { directory in
      let redact = Redact(directory: directory, try subject())
      let redaction = try redaction()
      let plan = try await redact.plan()
      let report = try await erasure.erase(
        plan, isNothing: plan.isEmpty, in: directory,
        words: { RedactionWording.lines($0, directory, isDone: $1) }, json: RedactionWording.json
      ) { key in
        try await redact.run(redaction, signingKey: key)
      }
      return report?.unknown.isEmpty == true ? .good : .no
    }
  }

  private func subject() throws -> RedactionSubject {
    guard let subject = RedactionSubject(persons: Set(persons), activities: Set(activities)) else {
      throw ValidationError("Whose activities? Give --person-id, or --id for a single activity.")
    }
    return subject
  }

  private func redaction() throws -> Redaction {
    guard reason.contains(where: { !$0.isWhitespace }),
      !reason.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      throw ValidationError("--reason needs some words in one line.")
    }
    guard try subject().mentioned(in: reason).isEmpty else {
      throw ValidationError("--reason names an id that is to be forgotten, and it stays for good.")
    }
    let now = Instant.now.wholeSecond
    guard let redaction = Redaction(at: now, reason: reason) else {
      throw ValidationError(
        "--reason may have \(Numbers.grouped(Redaction.maximumReasonLength)) characters: every record"
          + " repeats it.")
    }
    return redaction
  }
}
