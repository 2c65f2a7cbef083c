import Activities
import ArchiveFormat

extension Segment {
  /// What a record of the segment stands for if it was redacted; nil of every other record, also of
  /// one that only looks as if and that no entry of the index vouches for.
  public func redactedRecord(_ line: RawSpan) -> RedactedRecord? {
    guard !redactions.isEmpty, let record = RedactedRecord(line: line),
      redactions.contains(where: { $0.redaction == record.redaction })
    else { return nil }
    return record
  }

  /// What the segment's Merkle root holds of a record: its leaf hash, or that of the record for which
  /// it stands.
  public func leafHash(of line: RawSpan) -> Hash256 {
    redactedRecord(line)?.leaf ?? MerkleTree.leafHash(line)
  }
}
