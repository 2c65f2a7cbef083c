import ArchiveFormat
import ArchiveStore

/// The items in quarantine, each kept once however often it is received.
actor QuarantinedItems {
  private var known: Set<Hash256>?

  /// The segments of those records whose items are not in quarantine yet.
  func segments(
    of records: SortedRecords, in archive: Archive, _ staging: Staging
  ) throws -> [StagedSegment] {
    var records = records
    var writer: SegmentWriter?
    while try records.next() != nil {
      let record = try records.withRecord { try QuarantineRecord(line: $0) }
      guard try isNew(record, in: archive) else { continue }
      if writer == nil { writer = try SegmentWriter(.quarantine, in: staging) }
      try writer?.append(record)
    }
    return try writer?.finish() ?? []
  }

  private func isNew(_ record: QuarantineRecord, in archive: Archive) throws -> Bool {
    if known == nil { known = try hashes(in: archive) }
    return known?.insert(record.itemHash).inserted ?? true
  }

  private func hashes(in archive: Archive) throws -> Set<Hash256> {
    var hashes: Set<Hash256> = []
    for segment in archive.segments(of: .quarantine) {
      try archive.forEachRecord(in: segment) { line throws(StoreError) in
        if let record = try? QuarantineRecord(line: line) { hashes.insert(record.itemHash) }
      }
    }
    return hashes
  }
}
