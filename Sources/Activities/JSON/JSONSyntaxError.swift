/// Why bytes are not one strict JSON text, and where.
public struct JSONSyntaxError: Error, Hashable, Sendable {
  /// What is wrong with the text.
  public enum Reason: String, Hashable, Sendable {
    case unexpectedByte, unexpectedEnd, trailingBytes
    case controlCharacter, invalidEscape, unpairedSurrogate, invalidUTF8
    case invalidNumber, duplicateKey, tooDeep, tooLong
  }

  /// What is wrong at `offset`.
  public let reason: Reason
  /// The offset of the offending byte from the start of the text.
  public let offset: Int

  /// An error for `reason` at byte `offset`.
  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}
