import Activities

/// An item that cannot be placed by its id and time, kept verbatim.
public struct QuarantineRecord: Hashable, Sendable {
  /// Why an item cannot be placed; the raw values are those of `reason`.
  public enum Reason: String, CaseIterable, Sendable {
    case malformedJSON = "malformed_json"
    case invalidUTF8 = "invalid_utf8"
    case unpairedSurrogate = "unpaired_surrogate"
    case duplicateKey = "duplicate_key"
    case tooDeep = "too_deep"
    case tooLong = "too_long"
    case notAnObject = "not_an_object"
    case noIdentifier = "no_id"
    case noCreationTime = "no_created_at"

    /// The reason that stands for what `RecordReader` found.
    public init(_ error: RecordError) {
      switch error {
      case .malformed(let syntax): self.init(syntax.reason)
      case .notAnObject: self = .notAnObject
      case .noIdentifier: self = .noIdentifier
      case .noCreationTime: self = .noCreationTime
      }
    }

    private init(_ reason: JSONSyntaxError.Reason) {
      switch reason {
      case .invalidUTF8: self = .invalidUTF8
      case .unpairedSurrogate: self = .unpairedSurrogate
      case .duplicateKey: self = .duplicateKey
      case .tooDeep: self = .tooDeep
      case .tooLong: self = .tooLong
      case .unexpectedByte, .unexpectedEnd, .trailingBytes, .controlCharacter, .invalidEscape,
        .invalidNumber:
        self = .malformedJSON
      }
    }
  }

  /// When the item was first received.
  public let receivedAt: Instant
  /// Why it cannot be placed.
  public let reason: Reason
  /// The bytes as they were received.
  public let item: [UInt8]

  /// A record of `item`.
  public init(receivedAt: Instant, reason: Reason, item: [UInt8]) {
    self.receivedAt = receivedAt
    self.reason = reason
    self.item = item
  }

  /// Reads a record's line, without its LF; the error names what is wrong with it.
  public init(line: RawSpan) throws(IndexEntryError) {
    var reader = try EntryReader(line)
    receivedAt = try reader.instant("received_at")
    guard let reason = Reason(rawValue: try reader.string("reason")) else {
      throw .malformed(member: "reason")
    }
    self.reason = reason
    guard let item = Base64.decode(try reader.string("base64").utf8) else {
      throw .malformed(member: "base64")
    }
    self.item = item
  }

  /// The record's line, without its LF.
  public var line: [UInt8] {
    var writer = EntryWriter()
    writer.string("received_at", receivedAt.description)
    writer.string("reason", reason.rawValue)
    writer.string("base64", String(decoding: Base64.encode(item), as: UTF8.self))
    return writer.finish()
  }

  /// What equal items share: an item is kept once.
  public var itemHash: Hash256 { Hash256(sha256Of: item.span.bytes) }
}
