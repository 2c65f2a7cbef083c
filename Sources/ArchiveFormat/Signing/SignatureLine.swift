/// A signature line of a C2SP signed note: `— NAME BASE64`, the bytes being a key's four-byte id
/// and its signature.
public struct SignatureLine: Hashable, Sendable {
  /// The name of the key.
  public let name: String
  /// What tells the key from others of its name.
  public let keyID: KeyID
  /// The signature.
  public let signature: [UInt8]

  private static let dash = "\u{2014}"

  init(name: String, keyID: KeyID, signature: [UInt8]) {
    self.name = name
    self.keyID = keyID
    self.signature = signature
  }

  /// Reads a line without its LF; nil if it is none.
  public init?(_ line: String) {
    let parts = line.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == Self.dash, KeyName.isValid(parts[1]),
      let bytes = Base64.decode(parts[2].utf8), bytes.count > KeyID.byteCount,
      let keyID = KeyID(bytes.prefix(KeyID.byteCount))
    else { return nil }
    self.init(
      name: String(parts[1]), keyID: keyID, signature: Array(bytes.dropFirst(KeyID.byteCount)))
  }

  /// The line, without its LF.
  public var text: String {
    let base64 = Base64.encode(keyID.bytes + signature)
    return "\(Self.dash) \(name) \(String(decoding: base64, as: UTF8.self))"
  }
}
