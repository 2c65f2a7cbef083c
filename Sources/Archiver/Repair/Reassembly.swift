import Activities
import ArchiveFormat
import ArchiveStore

/// Puts a segment together again from records that are found here and there.
///
/// Nothing that is found is believed: the segment that comes of it counts only if its records have
/// the root that the index commits to. Memory holds the ids of one segment.
struct Reassembly {
  /// What came of it.
  struct Outcome {
    /// The very records of the segment; nil if they were not found.
    var staged: StagedSegment?
    /// Distinct records that may be the segment's.
    var found = 0
  }

  let segment: Segment
  let staging: Staging

  /// Takes each record from the first of the sources that has it, blocks whose headers vouch for them
  /// first; if that does not give the segment, from the last.
  func run(_ sources: [RecordSource]) throws(StoreError) -> Outcome {
    let outcome = try assemble(sources)
    // Other numbers of records do not become right by another order.
    guard outcome.staged == nil, outcome.found == segment.entry.count, sources.count > 1 else {
      return outcome
    }
    return try assemble(sources.reversed())
  }

  private func assemble(_ sources: [RecordSource]) throws(StoreError) -> Outcome {
    var records = RecordSorter(in: staging)
    var taken: Set<Identifier> = []
    var size = 0
    for isVouchedFor in [true, false] where taken.count < segment.entry.count {
      for source in sources {
        try source.forEachRecord(vouchedFor: isVouchedFor) { (key, record) throws(StoreError) in
          guard mayHold(key), taken.count <= SegmentEntry.maximumCount,
            taken.insert(key.id).inserted
          else { return }
          size += record.byteCount + 1
          // Hostile files must not fill the disk.
          guard size <= segment.entry.contentSize else { return }
          try records.append(key, record.bytes(in: 0..<record.byteCount))
        }
      }
    }
    var outcome = Outcome(found: taken.count)
    if taken.count == segment.entry.count, size == segment.entry.contentSize {
      outcome.staged = try write(records.sorted())
    }
    return outcome
  }

  /// Whether the index leaves room for the record in the segment.
  private func mayHold(_ key: RecordKey) -> Bool {
    guard let activities = segment.entry.activities else { return true }
    return activities.times.contains(key.instant) && activities.ids.contains(key.id)
      && key.instant.day == segment.location.partition
  }

  /// The segment of the records, if it is the one that was archived.
  private func write(_ sorted: SortedRecords) throws(StoreError) -> StagedSegment? {
    var records = sorted
    var writer = try SegmentWriter(segment.location.folder, in: staging)
    do throws(StoreError) {
      while try records.next() != nil {
        if segment.location.stream == .quarantine {
          guard let record = records.withRecord({ try? QuarantineRecord(line: $0) }) else {
            return nil
          }
          try writer.append(record)
        } else {
          try records.withRecord { (record) throws(StoreError) in try writer.append(record) }
        }
      }
    } catch {
      // Records that no segment can have together.
      guard case .record = error else { throw error }
      return nil
    }
    let staged = try writer.finish()
    guard staged.count == 1, try staged[0].healing(of: segment) != nil else { return nil }
    return staged[0]
  }
}
