import Foundation

/// A certificate authority that is made for one test, and what it signs; by openssl, so that no key
/// lies in the tree.
struct TestAuthority {
  /// A certificate and its private key, both files in PEM form.
  struct Identity {
    let certificate, key: String
  }

  /// Hosts that a test may listen at.
  static let thisMachine = "DNS:localhost,IP:127.0.0.1"

  let identity: Identity
  private let folder: URL

  /// Makes an authority whose files lie in `folder`.
  init(in folder: URL) throws {
    self.folder = folder.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
    identity = try Self.selfSigned(for: nil, in: self.folder)
  }

  /// A certificate that vouches for itself: of an authority, or of a host if there are `names`.
  static func selfSigned(for names: String?, in folder: URL) throws -> Identity {
    let identity = files(in: folder)
    let extensions = names.map { ["-addext", "subjectAltName=\($0)"] } ?? []
    try openssl(
      ["req", "-x509", "-days", "2", "-subj", "/CN=Test", "-out", identity.certificate]
        + newKey(identity) + extensions)
    return identity
  }

  /// A certificate for hosts, valid for so many days from now on, that this authority vouches for.
  func identity(for names: String = thisMachine, days: Int = 2) throws -> Identity {
    let signed = Self.files(in: folder)
    let request = signed.certificate + ".csr"
    let extensions = signed.certificate + ".ext"
    try Data("subjectAltName=\(names)\n".utf8).write(to: URL(filePath: extensions))
    try Self.openssl(["req", "-new", "-subj", "/CN=Host", "-out", request] + Self.newKey(signed))
    try Self.openssl([
      "x509", "-req", "-in", request, "-CA", identity.certificate, "-CAkey", identity.key,
      "-set_serial", "1", "-days", "\(days)", "-extfile", extensions, "-out", signed.certificate,
    ])
    return signed
  }

  private static func files(in folder: URL) -> Identity {
    let base = folder.appending(path: UUID().uuidString).path
    return Identity(certificate: base + ".pem", key: base + ".key")
  }

  private static func newKey(_ identity: Identity) -> [String] {
    [
      "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
      identity.key,
    ]
  }

  private static func openssl(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw SpawnFailure(code: process.terminationStatus)
    }
  }
}
