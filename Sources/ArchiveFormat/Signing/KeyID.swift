import Crypto

/// What tells the keys of one name apart: the first four bytes of a hash of name, type and public key
/// (C2SP signed-note, "Signatures"). It is short, and no proof of a key.
public struct KeyID: Hashable, Sendable {
  static let byteCount = 4

  let bytes: [UInt8]

  init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = Array(bytes)
  }

  init(name: String, type: SignatureType, publicKey: [UInt8]) {
    let hash = SHA256.hash(data: Array("\(name)\n".utf8) + [type.rawValue] + publicKey)
    bytes = Array(hash.prefix(Self.byteCount))
  }

  init?(hex: some Collection<UInt8>) {
    guard let bytes = Hexadecimal.decode(hex) else { return nil }
    self.init(bytes)
  }

  /// Eight lower-case hexadecimal digits.
  public var hex: String { String(decoding: Hexadecimal.encode(bytes), as: UTF8.self) }
}

/// How a key signs: the signature types of C2SP signed-note that are known here.
public enum SignatureType: UInt8, Sendable {
  /// Ed25519 (RFC 8032) over the text: what this program writes.
  case ed25519 = 0x01
  /// A witness's Ed25519 over the text and the time of signing (C2SP tlog-cosignature, v1).
  case cosignature = 0x04
}

/// The rule for the names of keys (C2SP signed-note).
public enum KeyName {
  /// Whether it is not empty and has neither white space nor control characters nor a plus.
  public static func isValid(_ name: some StringProtocol) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.allSatisfy {
        $0 != "+" && !$0.properties.isWhitespace && $0.properties.generalCategory != .control
      }
  }
}
