import Activities
import ArchiveFormat
import ArchiveStore

/// Writes a segment's records anew, those that a redaction is about as what stands for them.
struct RedactedCopy: Sendable {
  let archive: Archive
  let staging: Staging
  let subject: RedactionSubject
  /// The activities that are redacted.
  let ids: Set<Identifier>
  let redaction: Redaction

  /// Throws `RedactError.damaged` unless the records are those that the index commits to.
  func make(of segment: Segment) throws -> RedactedSegment {
    var writer = try SegmentWriter(segment.location.folder, in: staging)
    let written: (segments: [StagedSegment], count: Int)
    do throws(StoreError) {
      written = try write(segment, to: &writer)
    } catch {
      // Records that no segment can have are those of a damaged one.
      guard case .record = error else { throw error }
      throw RedactError.damaged(path: segment.location.path)
    }
    guard written.segments.count == 1,
      let redacted = RedactedSegment(of: segment, written.segments[0], count: written.count)
    else { throw RedactError.damaged(path: segment.location.path) }
    return redacted
  }

  private func write(
    _ segment: Segment, to writer: inout SegmentWriter
  ) throws(StoreError) -> (segments: [StagedSegment], count: Int) {
    var reader = RecordReader()
    var count = 0
    try archive.forEachRecord(in: segment) { line throws(StoreError) in
      if let redacted = segment.redactedRecord(line) {
        return try writer.append(redacted)
      }
      if segment.location.stream == .quarantine {
        try copyItem(line, to: &writer, &count)
      } else {
        try copyActivity(line, to: &writer, &reader, &count)
      }
    }
    return (try writer.finish(), count)
  }

  private func copyActivity(
    _ line: RawSpan, to writer: inout SegmentWriter, _ reader: inout RecordReader,
    _ count: inout Int
  ) throws(StoreError) {
    let fields: RecordFields
    do throws(RecordError) {
      fields = try reader.read(line)
    } catch {
      throw .record(.unreadable(error))
    }
    guard ids.contains(fields.id) else { return try writer.append(line, fields, reader: reader) }
    try writer.append(RedactedRecord(of: line, at: .activity(fields.key), redaction))
    count += 1
  }

  private func copyItem(
    _ line: RawSpan, to writer: inout SegmentWriter, _ count: inout Int
  ) throws(StoreError) {
    guard let record = try? QuarantineRecord(line: line) else {
      throw .record(.wrongStream)
    }
    guard !subject.mentioned(in: record).isEmpty else { return try writer.append(record) }
    try writer.append(
      RedactedRecord(of: line, at: .quarantined(record.receivedAt), redaction))
    count += 1
  }
}
