/// The text of a key, public or secret: `NAME+HEX(KEY ID)+BASE64(TYPE ‖ BYTES)`.
struct KeyText {
  let name: String
  let keyID: KeyID
  let type: SignatureType
  /// 32 bytes of an Ed25519 key: the public one, or the seed of the secret one.
  let bytes: [UInt8]

  init(name: String, keyID: KeyID, type: SignatureType, bytes: [UInt8]) {
    self.name = name
    self.keyID = keyID
    self.type = type
    self.bytes = bytes
  }

  /// Nil for anything but a text of a known type; whether the id is that of the key is left open.
  init?(_ text: some StringProtocol) {
    // Base64 may hold a plus, the parts before it do not.
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, KeyName.isValid(parts[0]), let keyID = KeyID(hex: parts[1].utf8),
      let bytes = Base64.decode(parts[2].utf8), let type = bytes.first.flatMap(SignatureType.init)
    else { return nil }
    self.init(name: String(parts[0]), keyID: keyID, type: type, bytes: Array(bytes.dropFirst()))
  }

  var text: String {
    let base64 = Base64.encode([type.rawValue] + bytes)
    return "\(name)+\(keyID.hex)+\(String(decoding: base64, as: UTF8.self))"
  }
}
