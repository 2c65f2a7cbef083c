/// Why bytes are not one strict JSON text, and where.
public struct JSONSyntaxError: Error, Hashable, Sendable {
  public enum Reason: String, Hashable, Sendable {
    case unexpectedByte, unexpectedEnd, trailingBytes
    case controlCharacter, invalidEscape, unpairedSurrogate, invalidUTF8
    case invalidNumber, duplicateKey, tooDeep, tooLong
  }

  public let reason: Reason
  /// The offset of the offending byte from the start of the text.
  public let offset: Int

  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}
