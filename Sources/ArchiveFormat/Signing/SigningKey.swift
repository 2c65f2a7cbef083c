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
    guard text.hasPrefix(Self.prefix) else { return nil }
    let parts = text.dropFirst(Self.prefix.count)
      .split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, KeyName.isValid(parts[0]), let keyID = KeyID(hex: parts[1]),
      let bytes = Base64.decode(parts[2].utf8), bytes.first == SignatureType.ed25519.rawValue,
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.dropFirst())
    else { return nil }
    self.init(name: String(parts[0]), key)
    guard keyID == verifierKey.keyID else { return nil }
  }

  /// The text form: a secret.
  public var text: String {
    let bytes = [SignatureType.ed25519.rawValue] + Array(key.rawRepresentation)
    let base64 = String(decoding: Base64.encode(bytes), as: UTF8.self)
    return "\(Self.prefix)\(verifierKey.name)+\(verifierKey.keyID.hex)+\(base64)"
  }

  /// A signature of a text, which ends in LF; nil if the system gives no signature.
  func line(signing text: [UInt8]) -> SignatureLine? {
    guard let signature = try? key.signature(for: text) else { return nil }
    return SignatureLine(
      name: verifierKey.name, keyID: verifierKey.keyID, signature: Array(signature))
  }
}
