import Crypto

/// A private Ed25519 key with its name, `PRIVATE+KEY+NAME+HEX(KEY ID)+BASE64(TYPE ‖ SEED)`: the form
/// in which the tools for C2SP signed notes keep keys.
public struct SigningKey: Sendable {
  /// What verifies its signatures.
  public let verifierKey: VerifierKey

  private let key: Curve25519.Signing.PrivateKey

  private static let prefix = "PRIVATE+KEY+"

  /// A new key; nil if the name is none (`KeyName`).
  public init?(named name: String) {
    guard KeyName.isValid(name) else { return nil }
    self.init(name: name, Curve25519.Signing.PrivateKey())
  }

  private init(name: String, _ key: Curve25519.Signing.PrivateKey) {
    self.key = key
    verifierKey = VerifierKey(
      name: name, type: .ed25519, publicKey: Array(key.publicKey.rawRepresentation))
  }

  /// Reads the text form, without a line feed; nil if it is no such key.
  public init?(_ text: String) {
    guard text.hasPrefix(Self.prefix), let secret = KeyText(text.dropFirst(Self.prefix.count)),
      secret.type == .ed25519,
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: secret.bytes)
    else { return nil }
    self.init(name: secret.name, key)
    guard secret.keyID == verifierKey.keyID else { return nil }
  }

  /// The text form: a secret.
  public var text: String {
    let secret = KeyText(
      name: verifierKey.name, keyID: verifierKey.keyID, type: .ed25519,
      bytes: Array(key.rawRepresentation))
    return Self.prefix + secret.text
  }

  /// A signature of a text, which ends in LF; nil if the system gives no signature.
  func line(signing text: [UInt8]) -> SignatureLine? {
    guard let signature = try? key.signature(for: text) else { return nil }
    return SignatureLine(
      name: verifierKey.name, keyID: verifierKey.keyID, signature: Array(signature))
  }
}
