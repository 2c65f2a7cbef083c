import Activities
import ArchiveFormat
import Archiver

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Words for proofs of single activities.
enum ProofWording {
  /// What prove says of a checkpoint that nobody has signed.
  static let unsigned =
    "the checkpoint is not signed, so that check-proof will not take the proof: fetch with"
    + " --signing-key, then prove again"

  static func line(for error: UnreadableProof) -> String {
    "\(error.path) cannot be read: \(String(cString: strerror(error.code)))"
  }

  static func line(for error: ProveError, archive: String) -> String {
    switch error {
    case .damaged(let path):
      "\(archive): \(path) is not what the index says, so that nothing can be proven by it: run"
        + " verify, and repair to heal it"
    case .redacted:
      "\(archive): what the activity said was redacted, so that nothing is left to prove"
    case .indexChanged: "\(archive): the index was changed meanwhile: run it again"
    }
  }

  /// Why a proof proves nothing.
  static func line(for error: any Error) -> String {
    switch error {
    case let error as ActivityProofFault: "NOT PROVEN: \(words(for: error))"
    case let error as UnsignedProof: "NOT PROVEN: \(words(for: error))"
    default: "unexpected error: \(error)"
    }
  }

  private static func words(for fault: ActivityProofFault) -> String {
    switch fault {
    case .malformed(let line): "line \(line) is not that of a proof, or was changed"
    case .notCanonical: "it is not written as a proof is: it was changed"
    case .checkpoint: "what it ends with is no checkpoint, or was changed"
    case .notASegmentEntry: "its entry is not that of a segment, or was changed"
    case .recordNotInSegment:
      "the record is not among those that the entry stands for: the one or the other was changed"
    case .entryNotInIndex:
      "the entry is not among those that the checkpoint stands for: the one or the other was changed"
    case .notAnActivity: "the record is no activity"
    }
  }

  private static func words(for error: UnsignedProof) -> String {
    switch error.fault {
    case .missing: "the key \(error.key) has not signed the checkpoint"
    case .invalid:
      "the signature of \(error.key) is not that of the public key over this checkpoint"
    }
  }

  /// What is proven, in a sentence, and who says so.
  static func lines(_ proven: ProvenActivity, _ statements: [SignatureStatement]) -> [String] {
    let form = proven.isAmendment ? "this later form of activity" : "activity"
    return [
      "proven: \(form) \(proven.id) of \(proven.createdAt) was in archive \(proven.archiveID) no later"
        + " than its checkpoint of \(Numbers.count(proven.size, "entry", plural: "entries"))"
    ] + statements.map(VerifyWording.line)
  }

  static func json(_ proven: ProvenActivity, _ statements: [SignatureStatement]) -> String {
    var object = JSONText()
    object.string("id", proven.id.description)
    object.string("created_at", proven.createdAt.description)
    object.boolean("amendment", proven.isAmendment)
    object.string("archive_id", proven.archiveID.description)
    object.number("size", proven.size)
    object.array(
      "signed_by",
      statements.map { statement in
        var signer = JSONText()
        signer.string("name", statement.key.name)
        if let instant = statement.at { signer.string("at", instant.description) }
        return signer.finish()
      })
    return object.finish()
  }
}
