import Activities
import Crypto

/// A public key and the name that its signatures bear: a C2SP verifier key,
/// `NAME+HEX(KEY ID)+BASE64(TYPE ‖ KEY)`.
public struct VerifierKey: Hashable, Sendable {
  /// The name of the key.
  public let name: String
  /// How it signs.
  public let type: SignatureType
  /// What tells it from others of its name.
  public let keyID: KeyID

  /// 32 bytes, as RFC 8032 encodes them.
  private let publicKey: [UInt8]

  init(name: String, type: SignatureType, publicKey: [UInt8]) {
    self.name = name
    self.type = type
    self.publicKey = publicKey
    keyID = KeyID(name: name, type: type, publicKey: publicKey)
  }

  /// Reads the text form, without a line feed; nil if it is no key of a known type.
  public init?(_ text: String) {
    guard let key = KeyText(text),
      (try? Curve25519.Signing.PublicKey(rawRepresentation: key.bytes)) != nil
    else { return nil }
    self.init(name: key.name, type: key.type, publicKey: key.bytes)
    guard key.keyID == keyID else { return nil }
  }

  /// The text form.
  public var text: String {
    KeyText(name: name, keyID: keyID, type: type, bytes: publicKey).text
  }

  /// Whether a line is, by name and id, of this key; it may still be wrong.
  func isNamed(by line: SignatureLine) -> Bool { line.name == name && line.keyID == keyID }

  /// What a signature of this key says of a text; nil if it is not the key's over that text.
  func statement(of signature: [UInt8], over text: [UInt8]) -> SignatureStatement? {
    switch type {
    case .ed25519: isValid(signature, over: text) ? SignatureStatement(key: self, at: nil) : nil
    case .cosignature: cosignature(signature, over: text)
    }
  }

  /// Eight bytes of time, big-endian seconds since 1970, then the signature.
  private func cosignature(_ signature: [UInt8], over text: [UInt8]) -> SignatureStatement? {
    guard signature.count == Self.timeLength + Self.signatureLength else { return nil }
    let time = signature.prefix(Self.timeLength).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    guard let seconds = Int64(exactly: time) else { return nil }
    let signed = Array("cosignature/v1\ntime \(time)\n".utf8) + text
    guard isValid(Array(signature.dropFirst(Self.timeLength)), over: signed) else { return nil }
    return SignatureStatement(key: self, at: Instant(seconds: seconds))
  }

  private func isValid(_ signature: [UInt8], over text: [UInt8]) -> Bool {
    guard signature.count == Self.signatureLength,
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
    else { return false }
    return key.isValidSignature(signature, for: text)
  }

  private static let timeLength = 8
  private static let signatureLength = 64
}

/// That a key has signed a text.
public struct SignatureStatement: Hashable, Sendable {
  /// Which key.
  public let key: VerifierKey
  /// When, by the key's own clock; nil if its type of signature does not tell.
  public let at: Instant?
}

/// Why a text does not count as signed by a key.
public enum SignatureFault: Error, Hashable, Sendable {
  /// No signature bears the key's name and id.
  case missing
  /// One does, and is wrong; the line is counted from 1 among the signature lines.
  case invalid(signature: Int)
}
