import Activities
import ArchiveFormat
import ArchiveStore

/// Finds what a redaction is about, reading every record: no index and no header is believed, as what
/// they hide would stay.
struct RedactionSearch: Sendable {
  /// What there is to redact.
  struct Found: Sendable {
    /// The activities.
    var ids: Set<Identifier> = []
    /// Their records, all forms counted, by segment; items by segment of quarantine.
    var counts: [SegmentLocation: Int] = [:]
    /// Those of the ids asked for of which something is held or, of activities, was redacted.
    var known: Set<Identifier> = []

    mutating func add(_ other: Found) {
      ids.formUnion(other.ids)
      counts.merge(other.counts) { $0 + $1 }
      known.formUnion(other.known)
    }
  }

  let archive: Archive
  let subject: RedactionSubject

  /// Reads every segment: for people twice, to find their activities, then all forms of these.
  ///
  /// Throws `StoreError` for what cannot be read, and `RedactError` for what is not as the index says
  /// or may be about the subject and cannot be told: then nothing must be redacted.
  func run() async throws -> Found {
    try archive.refuseFilesOfThePast()
    // Of people nobody asked for there are no activities; items mention any id.
    let streams = subject.persons.isEmpty ? [.quarantine] : SegmentStream.allCases
    let people = try await search(streams) { try peopleAndItems(in: $0) }
    let ids = subject.activities.union(people.ids)
    var found = try await search([.activities, .amendments]) { segment in
      try forms(of: ids, in: segment)
    }
    for (location, count) in people.counts { found.counts[location] = count }
    found.known.formUnion(people.known)
    return found
  }

  /// What `body` finds in each segment, several at the same time.
  private func search(
    _ streams: [SegmentStream], _ body: @escaping @Sendable (Segment) throws -> Found
  ) async throws -> Found {
    let segments = streams.flatMap { archive.segments(of: $0) }
    return try await segments.mapSideBySide(body).reduce(into: Found()) { $0.add($1) }
  }

  /// The activities of people, and the items that mention an id.
  private func peopleAndItems(in segment: Segment) throws -> Found {
    var found = Found()
    try forEachRecord(of: segment) { line, fields, reader in
      guard let fields else {
        guard let record = try? QuarantineRecord(line: line) else { return false }
        let mentioned = subject.mentioned(in: record)
        guard !mentioned.isEmpty else { return true }
        found.counts[segment.location, default: 0] += 1
        found.known.formUnion(mentioned)
        return true
      }
      guard let person = reader.payloadIdentifier(.personID, of: fields, in: line),
        subject.persons.contains(person)
      else { return true }
      found.ids.insert(fields.id)
      found.known.insert(person)
      return true
    }
    return found
  }

  private func forms(of ids: Set<Identifier>, in segment: Segment) throws -> Found {
    var found = Found()
    try forEachRecord(of: segment) { line, fields, _ in
      guard let fields, ids.contains(fields.id) else { return true }
      if subject.activities.contains(fields.id) { found.known.insert(fields.id) }
      guard fields.payload != nil || segment.redactedRecord(line) == nil else { return true }
      found.ids.insert(fields.id)
      found.counts[segment.location, default: 0] += 1
      return true
    }
    return found
  }

  /// Calls `body` with each record, without fields in quarantine; it answers false for one that it
  /// cannot read. Redacted items are passed over. The file must be the one that the index names.
  private func forEachRecord(
    of segment: Segment, _ body: (RawSpan, RecordFields?, RecordReader) -> Bool
  ) throws {
    let path = segment.location.path
    var scanner = try archive.folder.scanner(of: segment)
    var reader = RecordReader()
    var content: [UInt8] = []
    var unreadable = 0
    while let block = try scanner.next(into: &content) {
      guard block.fault == nil else { throw RedactError.damaged(path: path) }
      var lines = LineRanges()
      while let range = lines.next(in: content.span.bytes) {
        let line = content.span.bytes.extracting(range)
        if segment.location.stream == .quarantine {
          if segment.redactedRecord(line) == nil, !body(line, nil, reader) { unreadable += 1 }
        } else if let fields = try? reader.read(line) {
          _ = body(line, fields, reader)
        } else {
          unreadable += 1
        }
      }
    }
    let (size, hash) = try scanner.finish()
    guard size == segment.size, hash == segment.sha256 else {
      throw RedactError.damaged(path: path)
    }
    if unreadable > 0 { throw RedactError.unreadable(path: path, records: unreadable) }
  }
}
