import ArchiveFormat
import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `topo-archive keygen`
struct KeygenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keygen",
    abstract: "Makes a key pair to sign checkpoints with.",
    discussion: """
      Writes two files, in the encodings of C2SP signed notes: FILE, which is secret and only its \
      owner may read, and FILE.pub, for whoever is to verify. fetch --signing-key FILE signs each \
      checkpoint, verify --public-key FILE.pub requires that. Neither file is written over. Exit \
      codes: 0 made; 2 could not make them; 64 wrong usage.
      """)

  @Option(
    help: ArgumentHelp(
      "What signatures bear, best the name of a domain and a path, as in example.com/outreach.",
      valueName: "name"))
  var name: String

  @Option(
    help: ArgumentHelp(
      "Where the secret key goes; the public one goes beside it.", valueName: "file"),
    completion: .file())
  var output: String

  func validate() throws {
    guard KeyName.isValid(name) else {
      throw ValidationError("--name may have no spaces and no plus, and not be empty.")
    }
  }

  func run() async throws {
    CoreFiles.forbid()
    guard let key = SigningKey(named: name) else { return }
    try await reportingErrors(on: output) {
      let publicFile = output + ".pub"
      try make(key, publicFile)
      Terminal.say(KeyFileWording.made(output, publicFile))
      Terminal.output(key.verifierKey.text)
      return .good
    }
  }

  private func make(_ key: SigningKey, _ publicFile: String) throws(KeyFileError) {
    try KeyFile.make(output, key.text, mode: 0o600)
    do throws(KeyFileError) {
      try KeyFile.make(publicFile, key.verifierKey.text, mode: 0o644)
    } catch {
      // A secret whose public key nobody has is of no use.
      unlink(output)
      throw error
    }
  }
}
