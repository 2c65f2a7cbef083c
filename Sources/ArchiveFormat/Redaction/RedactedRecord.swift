import Activities

/// What stands in a segment for a record that was redacted: where it was, and the hash by which the
/// segment's Merkle root still commits to what it said.
public struct RedactedRecord: Hashable, Sendable {
  /// Where a record stands.
  public enum Place: Hashable, Sendable {
    /// The `created_at` and the `id` of an activity.
    case activity(RecordKey)
    /// The `received_at` of an item in quarantine.
    case quarantined(Instant)
  }

  /// Where it stands, which is all that is left of it.
  public let place: Place
  /// The Merkle leaf hash of the record that it stands for.
  public let leaf: Hash256
  /// When and why.
  public let redaction: Redaction

  /// What stands for `record`.
  public init(of record: RawSpan, at place: Place, _ redaction: Redaction) {
    self.place = place
    self.redaction = redaction
    leaf = MerkleTree.leafHash(record)
  }

  /// Reads a line, without its LF; nil if it is any other, be it by a space.
  public init?(line: RawSpan) {
    guard let record = try? Self(reading: line), record.line.isEqual(to: line) else { return nil }
    self = record
  }

  /// The line, without its LF.
  public var line: [UInt8] {
    var writer = EntryWriter()
    switch place {
    case .activity(let key):
      writer.string("id", key.id.description)
      writer.string("created_at", key.instant.description)
    case .quarantined(let receivedAt):
      writer.string("received_at", receivedAt.description)
    }
    writer.object("redacted") { redacted in
      redacted.string("leaf", leaf.hex)
      redacted.string("at", redaction.at.description)
      redacted.string("reason", redaction.reason)
    }
    return writer.finish()
  }

  private init(reading line: RawSpan) throws(IndexEntryError) {
    var reader = try EntryReader(line)
    if let id = try? reader.identifier("id") {
      place = .activity(RecordKey(instant: try reader.instant("created_at"), id: id))
    } else {
      place = .quarantined(try reader.instant("received_at"))
    }
    var redacted = try reader.object("redacted")
    leaf = try redacted.hash("leaf")
    let at = try redacted.instant("at")
    guard let redaction = Redaction(at: at, reason: try redacted.string("reason")) else {
      throw .malformed(member: "reason")
    }
    self.redaction = redaction
  }
}

extension [UInt8] {
  fileprivate func isEqual(to bytes: RawSpan) -> Bool {
    bytes.withUnsafeBytes { elementsEqual($0) }
  }
}
