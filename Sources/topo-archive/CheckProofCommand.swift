import ArchiveFormat
import ArgumentParser

/// `topo-archive check-proof`
struct CheckProofCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-proof",
    abstract: "Checks a proof that prove printed; needs no archive.",
    discussion: """
      Says what is proven: which activity was in which archive, no later than which checkpoint, \
      signed by whom. A proof in which a single byte was changed proves nothing; signatures of keys \
      that are not given are left aside. Exit codes: 0 proven; 1 not proven; 2 could not read the files; 64 wrong usage.
      """)

  @Argument(help: "A file that prove printed.", completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp(
      "A public key that must have signed the checkpoint. May be repeated.", valueName: "file"),
    completion: .file())
  var publicKey: [String] = []

  @Flag(help: "Print what is proven as one JSON object on stdout.")
  var json = false

  func validate() throws {
    guard !publicKey.isEmpty else {
      throw ValidationError("Give --public-key: without one anybody could have made the proof.")
    }
  }

  func run() async throws {
    try await reportingErrors(on: file) {
      let keys = try publicKey.map { try KeyFile.publicKey($0) }
      let bytes = try SmallFile.bytes(file, atMost: ActivityProof.maximumLength) {
        UnreadableProof(path: file, code: $0)
      }
      return check(bytes, keys)
    }
  }

  private func check(_ bytes: [UInt8], _ keys: [VerifierKey]) -> ExitStatus {
    do {
      let proof = try ActivityProof(bytes.span.bytes)
      let proven = try proof.check()
      let statements = try keys.map { key in
        do throws(SignatureFault) {
          return try proof.checkpoint.statement(of: key)
        } catch {
          throw UnsignedProof(key: key.name, fault: error)
        }
      }
      if json {
        Terminal.output(ProofWording.json(proven, statements))
      } else {
        ProofWording.lines(proven, statements).forEach(Terminal.say)
      }
      return .good
    } catch {
      Terminal.complain("\(file): \(ProofWording.line(for: error))")
      return .no
    }
  }
}

/// A file that could not be read, and the `errno` that was left.
struct UnreadableProof: Error {
  let path: String
  let code: Int32
}

/// A proof whose checkpoint a key has not signed.
struct UnsignedProof: Error {
  /// The name of the key.
  let key: String
  let fault: SignatureFault
}
