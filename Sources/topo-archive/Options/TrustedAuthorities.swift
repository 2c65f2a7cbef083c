import ActivityAPI

/// Why the certificate authorities that are to be trusted cannot be read from a file.
enum AuthoritiesError: Error {
  /// The file could not be read, and the `errno` that was left.
  case unreadableFile(String, Int32)
  /// The file holds no PEM certificate.
  case none(String)
  /// The file is too large, or a certificate in it is damaged.
  case malformed(String)
}

/// Who may vouch for the API's host: `--ca-file` or `SSL_CERT_FILE`, either in place of the authorities
/// that the system trusts.
enum TrustedAuthorities {
  /// Those of all the world take a sixtieth of it.
  private static let longestFile = 16 << 20

  /// Reads a PEM file.
  static func read(_ path: String) throws(AuthoritiesError) -> CertificateAuthorities {
    let bytes = try SmallFile.bytes(path, atMost: longestFile) {
      AuthoritiesError.unreadableFile(path, $0)
    }
    guard bytes.count <= longestFile else { throw .malformed(path) }
    do throws(CertificateAuthorities.Failure) {
      return try CertificateAuthorities(pem: bytes)
    } catch {
      throw error == .none ? .none(path) : .malformed(path)
    }
  }
}
