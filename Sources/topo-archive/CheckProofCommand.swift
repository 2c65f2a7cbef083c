import ArchiveFormat
import ArgumentParser

/// `topo-archive check-proof`
struct CheckProofCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-proof",
    abstract: "Checks a proof that prove printed; needs no archive.",
    discussion: """
      Says what is proven: which activity was in which archive, no later than which checkpoint, \
      signed by whom. A proof in which a single byte was changed proves nothing. Exit codes: 0 \
      proven; 1 not proven; 2 could not read the files; 64 wrong usage.
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
    let (bytes, keys) = try read()
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
    } catch {
      Terminal.complain("\(file): \(ProofWording.line(for: error))")
      throw ExitCode(ExitStatus.no.rawValue)
    }
  }

  /// The files that were named; without one of them the command fails.
  private func read() throws -> ([UInt8], [VerifierKey]) {
    do {
      return (
        try SmallFile.bytes(file, atMost: ActivityProof.maximumLength),
        try publicKey.map { try KeyFile.publicKey($0) }
      )
    } catch let error as KeyFileError {
      Terminal.complain(KeyFileWording.line(for: error))
    } catch let error as SmallFile.Failure {
      Terminal.complain(ProofWording.unreadable(file, error.code))
    }
    throw ExitCode(ExitStatus.failed.rawValue)
  }
}

/// A proof whose checkpoint a key has not signed.
struct UnsignedProof: Error {
  /// The name of the key.
  let key: String
  let fault: SignatureFault
}
