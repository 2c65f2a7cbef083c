/// A signature line of a C2SP signed note: `— NAME BASE64`, the bytes being a key's four-byte id
/// and its signature.
public struct SignatureLine: Hashable, Sendable {
  /// The name of the key.
  public let name: String
  /// What tells the key from others of its name: four bytes.
  public let keyID: [UInt8]
  /// The signature.
  public let signature: [UInt8]

  private static let keyIDLength = 4

  /// Reads a line without its LF; nil if it is none.
  public init?(_ line: String) {
    let parts = line.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "\u{2014}", !parts[1].isEmpty,
      !parts[1].contains(where: { $0 == "+" || $0.isWhitespace }),
      let bytes = Base64.decode(parts[2].utf8), bytes.count > Self.keyIDLength
    else { return nil }
    name = String(parts[1])
    keyID = Array(bytes.prefix(Self.keyIDLength))
    signature = Array(bytes.dropFirst(Self.keyIDLength))
  }
}
