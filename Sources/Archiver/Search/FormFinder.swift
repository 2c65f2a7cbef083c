import Activities
import ArchiveFormat
import ArchiveStore

/// Finds the forms of activities by their ids, reading only blocks that may hold one.
struct FormFinder {
  let archive: Archive
  let ids: Set<Identifier>
  /// Segments that are read at the same time.
  let concurrency: Int

  /// Every form, in no order. Faults go into `report` and stop nothing.
  func forms(_ report: inout SearchReport) async throws -> [ActivityForm] {
    var segments = (archive.segments(of: .activities) + archive.segments(of: .amendments))[...]
    let known = report
    let (forms, found) = try await withThrowingTaskGroup(
      of: ([ActivityForm], SearchReport).self
    ) { group in
      var forms: [ActivityForm] = []
      var report = known
      for _ in 0..<max(1, concurrency) { beginNext(&segments, &group) }
      while let (more, part) = try await group.next() {
        try Task.checkCancellation()
        beginNext(&segments, &group)
        forms += more
        report.addCounts(of: part)
      }
      return (forms, report)
    }
    report = found
    return forms
  }

  private func beginNext(
    _ segments: inout ArraySlice<Segment>,
    _ group: inout ThrowingTaskGroup<([ActivityForm], SearchReport), any Error>
  ) {
    guard let segment = segments.popFirst() else { return }
    group.addTask { search(segment) }
  }

  private func search(_ segment: Segment) -> ([ActivityForm], SearchReport) {
    var report = SearchReport()
    var forms: [ActivityForm] = []
    guard let range = segment.entry.activities?.ids, ids.contains(where: range.contains) else {
      report.segmentsPassedOver = 1
      return (forms, report)
    }
    do throws(StoreError) {
      let opened = try OpenSegment(segment, of: archive)
      var content: [UInt8] = []
      while let block = try opened.reader.nextBlock() {
        guard ids.contains(where: block.summary.mayContain) else {
          report.blocksPassedOver += 1
          continue
        }
        try opened.reader.read(block, into: &content)
        report.blocksRead += 1
        report.contentBytes += content.count
        forms += self.forms(in: content, FormRank(of: segment), &report)
      }
    } catch {
      report.add(error)
    }
    return (forms, report)
  }

  private func forms(
    in content: [UInt8], _ rank: FormRank, _ report: inout SearchReport
  ) -> [ActivityForm] {
    var forms: [ActivityForm] = []
    var reader = RecordReader()
    var lines = LineRanges()
    while let range = lines.next(in: content.span.bytes) {
      guard let fields = try? reader.read(content.span.bytes.extracting(range)) else {
        report.unreadableRecords += 1
        continue
      }
      if ids.contains(fields.id) {
        forms.append(ActivityForm(record: Array(content[range]), key: fields.key, rank: rank))
      }
    }
    return forms
  }
}
