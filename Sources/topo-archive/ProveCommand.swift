import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import ArgumentParser

/// `topo-archive prove`
struct ProveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Prints a proof that the archive holds one activity, to be checked without it.",
    discussion: """
      The proof has the record of the activity's latest form, byte for byte, and what ties it to the \
      archive's checkpoint; it is as good as the checkpoint's signature. check-proof checks it, and \
      so does whoever reads schemas/FORMAT.md. Reads the index and one block.

      Exit codes: 0 printed; 1 the archive does not hold the activity; 2 could not prove it; 64 \
      wrong usage.
      """)

  @Argument(help: "The activity's id, a UUID.", transform: FilterOptions.identifier)
  var id: Identifier

  @OptionGroup var archive: ArchiveOption

  func run() async throws {
    try await reportingErrors(archive) { directory in
      let archive = try Archive(at: directory)
      let found: ActivityProof?
      do {
        found = try Prove(archive).proof(of: id)
      } catch ProveError.redacted {
        Terminal.complain(ProofWording.line(for: ProveError.redacted, archive: directory))
        return .no
      }
      guard let proof = found else {
        Terminal.complain(SnapshotWording.holdsNo(id, archive))
        return .no
      }
      // On a terminal it is for looking at only.
      Terminal.isOutput
        ? Terminal.output(String(decoding: proof.bytes.dropLast(), as: UTF8.self))
        : Terminal.output(proof.bytes)
      if proof.checkpoint.signatures.isEmpty { Terminal.say(ProofWording.unsigned) }
      return .good
    }
  }
}
