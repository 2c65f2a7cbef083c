import Activities
import ArchiveFormat
import ArchiveStore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The pass over one segment file, from its first byte to its last.
struct SegmentCheck {
  let folder: ArchiveFolder
  let segment: Segment
  let options: VerifyOptions
  let validator: Validator
  let slice: IdentifierSlice
  /// The ids whose forms are wanted of a segment of activities.
  var wanted: Set<Identifier> = []

  private var path: String { segment.location.path }

  /// Throws only if there is no memory for the work; what is wrong with the file is in the outcome.
  func run() throws(StoreError) -> SegmentOutcome {
    var records: any RecordScan =
      segment.location.stream == .quarantine
      ? QuarantineScan(self) : ActivityScan(self)
    do throws(StoreError) {
      var scanner = try folder.scanner(of: segment)
      var isWhole = false
      if !options.quick { isWhole = try scan(&scanner, &records) }
      let (size, sha256) = try scanner.finish()
      // What was done to the file as a whole comes first: the rest follows from it.
      var log = FindingLog()
      checkFile(size, sha256, &log)
      log.append(records.outcome.log)
      records.outcome.log = log
      if isWhole { records.finish() }
      return records.outcome
    } catch {
      try add(error, to: &records.outcome.log)
      return records.outcome
    }
  }

  /// Reads block after block; false if some could not be read, so that nothing can be said of all
  /// records together.
  private func scan(
    _ scanner: inout SegmentScanner, _ records: inout any RecordScan
  ) throws(StoreError) -> Bool {
    var content: [UInt8] = []
    var isWhole = true
    var filters = FilterCheck(try filters())
    while let block = try scanner.next(into: &content) {
      guard let fault = block.fault else {
        let firstLine = records.line + 1
        records.read(content)
        let header = try? block.header.get()
        let summary = records.endBlock(filterLength: header?.summary.filter.blockCount)
        check(block, summary, line: firstLine, &records.outcome.log)
        if content.isEmpty { filters.addOther() } else { filters.add(block, &records) }
        continue
      }
      if records.line >= segment.entry.count {
        filters.addOther()
        addBehindRecords(fault, of: block, &records.outcome.log)
        continue
      }
      // What was inflated of a member that is not whole says nothing about its records.
      isWhole = false
      records.passBlock()
      add(fault, of: block, &records.outcome.log)
    }
    if isWhole, records.line == segment.entry.count,
      let difference = filters.finish(
        scanner.filters, groupCount: segment.groupCount, &records)
    {
      records.outcome.log.add(.blockHeaderMismatch, path: path, difference)
    }
    return isWhole
  }

  /// The filters that a search would find.
  private func filters() throws(StoreError) -> [GroupFilter] {
    var reader = try folder.reader(of: segment)
    return try reader.filters() ?? []
  }

  /// Logs what is wrong with a member behind the last record, where only filters are to be.
  private func addBehindRecords(
    _ fault: SegmentFault, of block: ScannedBlock, _ log: inout FindingLog
  ) {
    guard [.trailingBytes, .beyondIndex].contains(fault) else {
      return add(fault, of: block, &log)
    }
    log.add(.trailingBytes, path: path, .member(offset: block.offset, fault, isDeadEnd: false))
  }

  /// Logs why a member's records cannot be known.
  private func add(_ fault: SegmentFault, of block: ScannedBlock, _ log: inout FindingLog) {
    // Where records are still to come, a block was to begin.
    let fault = fault == .trailingBytes ? .header(.notGzip) : fault
    let kind: FindingKind =
      switch fault {
      case .tooLarge: .segmentUnreadable
      case .beyondIndex: .sizeMismatch
      default: .gzipCorrupt
      }
    log.add(
      kind, path: path, .member(offset: block.offset, fault, isDeadEnd: block.isDeadEnd))
  }

  /// Compares what a block's header says with what its records are; nil where they cannot tell.
  private func check(
    _ block: ScannedBlock, _ summary: BlockSummary??, line: Int, _ log: inout FindingLog
  ) {
    let detail: FindingDetail
    switch block.header {
    case .failure(let error): detail = .header(offset: block.offset, error)
    case .success(let header):
      guard let summary,
        let field = header.firstDifference(from: summary, memberSize: block.size)
      else { return }
      detail = .block(offset: block.offset, field)
    }
    log.add(.blockHeaderMismatch, path: path, line: line, detail)
  }

  private func checkFile(_ size: Int, _ sha256: Hash256, _ log: inout FindingLog) {
    if sha256 != segment.sha256 {
      log.add(.checksumMismatch, path: path, .hash(expected: segment.sha256, found: sha256))
    }
    if size != segment.size {
      log.add(.sizeMismatch, path: path, .number(expected: segment.size, found: size))
    }
  }

  private func add(_ error: StoreError, to log: inout FindingLog) throws(StoreError) {
    switch error {
    case .pathUnsafe: log.add(.pathUnsafe, path: path)
    case .system(let failure) where failure.code == ENOENT: log.add(.segmentMissing, path: path)
    case .system(let failure): log.add(.segmentUnreadable, path: path, .system(failure))
    default: throw error
    }
  }
}

extension BlockHeader {
  /// The first field that says otherwise than the records; `nil` records are no block at all.
  fileprivate func firstDifference(
    from found: BlockSummary?, memberSize: Int
  ) -> BlockField? {
    guard let found else { return .form }
    if summary.count != found.count { return .count }
    if self.memberSize != memberSize { return .memberSize }
    if summary.contentSize != found.contentSize { return .contentSize }
    if summary.times != found.times { return .times }
    if summary.root != found.root { return .root }
    if summary.isAlwaysRead != found.isAlwaysRead { return .flags }
    return summary.filter != found.filter ? .filter : nil
  }
}
