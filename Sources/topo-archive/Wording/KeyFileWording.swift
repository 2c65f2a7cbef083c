#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Words for the keys that sign and verify checkpoints.
enum KeyFileWording {
  static func line(for error: KeyFileError) -> String {
    switch error {
    case .unreadable(let path, let code):
      "\(path) cannot be read: \(reason(code)); check --signing-key or --public-key"
    case .notASigningKey(let path):
      "\(path) is no signing key: give the file that keygen made, not the one that ends in .pub"
    case .notAPublicKey(let path):
      "\(path) is no public key: give the file that keygen made that ends in .pub, or a witness's"
        + " verifier key"
    case .exists(let path):
      "\(path) is there already and is not written over: give another --output"
    case .unwritable(let path, let code): "\(path) cannot be written: \(reason(code))"
    }
  }

  static func made(_ secret: String, _ other: String) -> String {
    "\(secret) is the secret key: keep it where the archive is not; give \(other) to whoever verifies"
  }

  /// What a command says that has committed without a key to a signed archive.
  static let lostSignature =
    "the checkpoint was signed and is not any more, as no --signing-key was given: the next fetch"
    + " with one signs it again"

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
