import Activities
import ArchiveFormat
import ArchiveStore

/// The items in quarantine, each kept once however often it is received.
actor QuarantinedItems {
  private var known: Set<Hash256>?
  /// What stands for redacted items, whose content must not come back.
  private var redacted: [RedactedRecord] = []

  /// The segments of those records whose items are not in quarantine yet.
  func segments(
    of records: SortedRecords, in archive: Archive, _ staging: Staging
  ) throws -> [StagedSegment] {
    var records = records
    var writer: SegmentWriter?
    while try records.next() != nil {
      let record = try records.withRecord { try QuarantineRecord(line: $0) }
      guard try isNew(record, in: archive), try !isOfRedacted(record, in: archive) else {
        continue
      }
      if writer == nil { writer = try SegmentWriter(.quarantine, in: staging) }
      try writer?.append(record)
    }
    return try writer?.finish() ?? []
  }

  private func isNew(_ record: QuarantineRecord, in archive: Archive) throws -> Bool {
    if known == nil { known = try hashes(in: archive) }
    if redacted.contains(where: record.isRedacted(as:)) { return false }
    return known?.insert(record.itemHash).inserted ?? true
  }

  private func hashes(in archive: Archive) throws -> Set<Hash256> {
    var hashes: Set<Hash256> = []
    for segment in archive.segments(of: .quarantine) {
      try archive.forEachRecord(in: segment) { line throws(StoreError) in
        if let record = segment.redactedRecord(line) {
          redacted.append(record)
        } else if let record = try? QuarantineRecord(line: line) {
          hashes.insert(record.itemHash)
        }
      }
    }
    return hashes
  }
}

extension QuarantinedItems {
  /// Whether the item bears the id of an activity that was redacted: then it is a form of it, and not to
  /// come back.
  private func isOfRedacted(_ record: QuarantineRecord, in archive: Archive) throws -> Bool {
    guard archive.hasRedactions else { return false }
    let canonical = try? JSONCanonical.text(of: record.item.span.bytes)
    let texts = [record.item] + (canonical.map { [$0] } ?? [])
    let ids = texts.reduce(into: Set<Identifier>()) { $0.formUnion(Self.identifiers(in: $1)) }
    return try !archive.redactedIDs(of: ids).isEmpty
  }

  /// Every UUID that a text has in it.
  private static func identifiers(in text: [UInt8]) -> Set<Identifier> {
    let length = 36
    guard text.count >= length else { return [] }
    var found: Set<Identifier> = []
    for start in 0...(text.count - length)
    where [8, 13, 18, 23].allSatisfy({ text[start + $0] == UInt8(ascii: "-") }) {
      let piece = String(decoding: text[start..<start + length], as: UTF8.self)
      if let id = Identifier(piece) { found.insert(id) }
    }
    return found
  }
}

extension QuarantineRecord {
  /// Whether it is what was redacted there, received again.
  fileprivate func isRedacted(as redacted: RedactedRecord) -> Bool {
    guard case .quarantined(let receivedAt) = redacted.place else { return false }
    let first = QuarantineRecord(receivedAt: receivedAt, reason: reason, item: item)
    return MerkleTree.leafHash(first.line.span.bytes) == redacted.leaf
  }
}
