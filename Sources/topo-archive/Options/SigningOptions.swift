import ArchiveFormat
import ArchiveStore
import ArgumentParser

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `--signing-key FILE` or `TOPO_ARCHIVE_SIGNING_KEY`, for every command that commits.
struct SigningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A file that keygen made: sign each checkpoint by its key; else TOPO_ARCHIVE_SIGNING_KEY.",
      valueName: "file"),
    completion: .file())
  var signingKey: String?

  /// Does what may commit to the archive in `directory`, and says so if its checkpoint was signed
  /// before and is not any more.
  func committing<Value>(
    to directory: String, _ work: (SigningKey?) async throws -> Value
  ) async throws -> Value {
    let key = try key()
    let wasSigned = Self.isSigned(directory)
    defer {
      if wasSigned, !Self.isSigned(directory) { Terminal.say(KeyFileWording.lostSignature) }
    }
    return try await work(key)
  }

  private func key() throws(KeyFileError) -> SigningKey? {
    let variable = ProcessInfo.processInfo.environment["TOPO_ARCHIVE_SIGNING_KEY"] ?? ""
    guard let path = signingKey ?? (variable.isEmpty ? nil : variable) else { return nil }
    CoreFiles.forbid()
    guard let key = SigningKey(try KeyFile.line(path)) else { throw .notASigningKey(path) }
    return key
  }

  private static func isSigned(_ directory: String) -> Bool {
    guard let bytes = try? ArchiveFolder(at: directory).checkpoint() else { return false }
    return (try? Checkpoint(bytes.span.bytes))?.signatures.isEmpty == false
  }
}
