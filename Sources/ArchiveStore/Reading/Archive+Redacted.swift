import Activities
import ArchiveFormat

extension Archive {
  /// Whether anything that the archive holds was redacted.
  public var hasRedactions: Bool {
    SegmentStream.allCases.contains { stream in
      segments(of: stream).contains { !$0.redactions.isEmpty }
    }
  }

  /// Those of the ids whose activities were redacted, wherever they lie. Only segments with a
  /// redaction are looked at.
  public func redactedIDs(of ids: Set<Identifier>) throws(StoreError) -> Set<Identifier> {
    var redacted: Set<Identifier> = []
    let segments = segments(of: .activities).filter { !$0.redactions.isEmpty }
    try forEachRecord(of: ids, in: segments) { (segment, key, record) throws(StoreError) in
      if segment.redactedRecord(record) != nil { redacted.insert(key.id) }
    }
    return redacted
  }
}
