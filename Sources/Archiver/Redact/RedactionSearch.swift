import Activities
import ArchiveFormat
import ArchiveStore

/// Finds what a redaction is about.
struct RedactionSearch {
  /// What there is to redact.
  struct Found: Sendable {
    /// The activities.
    var ids: Set<Identifier> = []
    /// Their records, all forms counted, by segment; items by segment of quarantine.
    var counts: [SegmentLocation: Int] = [:]
  }

  let archive: Archive
  let subject: RedactionSubject

  /// Reads every block that may hold something. Throws `StoreError` and `RedactError` for what cannot
  /// be read, as it might be about the subject.
  func run() async throws -> Found {
    let ids = subject.activities.union(try await activitiesOfPersons())
    var found = Found()
    for stream in [SegmentStream.activities, .amendments] {
      try archive.forEachRecord(of: ids, in: stream) { (segment, key, line) throws(StoreError) in
        guard segment.redactedRecord(line) == nil else { return }
        found.ids.insert(key.id)
        found.counts[segment.location, default: 0] += 1
      }
    }
    for segment in archive.segments(of: .quarantine) {
      let count = try items(in: segment)
      if count > 0 { found.counts[segment.location] = count }
    }
    return found
  }

  /// The activities of which some form is about one of the people.
  private func activitiesOfPersons() async throws -> Set<Identifier> {
    var ids: Set<Identifier> = []
    for person in subject.persons {
      var query = SearchQuery(allVersions: true)
      query.filter.personID = person
      let report = try await Search(archive).records(matching: query) { ids.insert($0.key.id) }
      if let fault = report.faults.first { throw fault }
      guard report.isWhole else { throw RedactError.unreadable(records: report.unreadableRecords) }
    }
    return ids
  }

  private func items(in segment: Segment) throws(StoreError) -> Int {
    var count = 0
    try archive.forEachRecord(in: segment) { line throws(StoreError) in
      if let record = try? QuarantineRecord(line: line), subject.isMentioned(in: record) {
        count += 1
      }
    }
    return count
  }
}
