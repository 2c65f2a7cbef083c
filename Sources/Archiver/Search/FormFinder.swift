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
  func forms(_ report: inout SearchReport) async throws -> [PlacedForm] {
    var segments = (archive.segments(of: .activities) + archive.segments(of: .amendments))[...]
    let known = report
    let (forms, found) = try await withThrowingTaskGroup(
      of: ([PlacedForm], SearchReport).self
    ) { group in
      var forms: [PlacedForm] = []
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
    _ group: inout ThrowingTaskGroup<([PlacedForm], SearchReport), any Error>
  ) {
    guard let segment = segments.popFirst() else { return }
    group.addTask { search(segment) }
  }

  private func search(_ segment: Segment) -> ([PlacedForm], SearchReport) {
    var report = SearchReport()
    var forms: [PlacedForm] = []
    guard let range = segment.entry.activities?.ids, ids.contains(where: range.contains) else {
      report.segmentsPassedOver = 1
      return (forms, report)
    }
    do throws(StoreError) {
      let opened = try OpenSegment(segment, of: archive)
      var content: [UInt8] = []
      while let block = try opened.reader.nextBlock(where: { ids.contains(where: $0.mayContain) }) {
        try opened.reader.read(block, into: &content)
        report.blocksRead += 1
        report.contentBytes += content.count
        let line = block.number * BlockSummary.maximumCount + 1
        forms += self.forms(in: content, block, of: segment, from: line, &report)
      }
      report.blocksPassedOver += opened.reader.passedOver
    } catch {
      report.add(error)
    }
    return (forms, report)
  }

  /// The forms in a block whose first record is the segment's line `line`.
  private func forms(
    in content: [UInt8], _ block: Block, of segment: Segment, from line: Int,
    _ report: inout SearchReport
  ) -> [PlacedForm] {
    var forms: [PlacedForm] = []
    var reader = RecordReader()
    var lines = LineRanges()
    var line = line
    while let range = lines.next(in: content.span.bytes) {
      defer { line += 1 }
      guard let fields = try? reader.read(content.span.bytes.extracting(range)) else {
        report.unreadableRecords += 1
        continue
      }
      guard ids.contains(fields.id) else { continue }
      let form = ActivityForm(Array(content[range]), fields.key, of: segment)
      forms.append(PlacedForm(form, in: block, of: segment, line: line))
    }
    return forms
  }
}
