import Activities
import ArchiveFormat
import ArchiveStore

/// What the index of an archive says, and what is wrong with it.
struct IndexReading {
  /// What the lines up to the checkpoint amount to; all lines where there is no usable checkpoint.
  var contents = Contents()
  /// What was found.
  var log = FindingLog()
  /// The archive's own checkpoint; nil if there is none that can be read.
  var checkpoint: Checkpoint?
  /// What keys that were asked about have signed.
  var statements: [SignatureStatement] = []
  /// Whether the index begins with the very lines that the checkpoint kept elsewhere stands for.
  var extendsKept = false
  /// Whether every line up to the checkpoint is there and can be used. Else nothing follows from
  /// what the others do not say: no gap in time, and no orphan.
  var isWhole = true
  /// Whether the checkpoint stands for just these lines. Else what they say of walks proves nothing.
  var isVouchedFor = false
  /// Lines of a commit that has not ended.
  var interruptedLines = 0
  /// Files that lines behind the checkpoint name which no commit explains.
  var filesBehind: Set<SegmentLocation> = []
  /// Days from whose activities some expired.
  var expiredDays: Set<UTCDay> = []

  private var linesOfEntries: [Int] = []
  private var linesOfWalks: [Int] = []

  /// Applies the entry on a line, from 1, or logs why it cannot be.
  mutating func apply(_ line: RawSpan, number: Int) {
    let entry: IndexEntry
    do throws(IndexEntryError) {
      entry = try IndexEntry(line: line)
    } catch {
      return add(error, line: number)
    }
    linesOfEntries.append(number)
    if let contradiction = contents.apply(entry) {
      return add(contradiction, entry.kind, line: number)
    }
    switch entry {
    case .walk(let walk):
      linesOfWalks.append(number)
      check(walk, line: number)
    case .segment(let segment): check(segment, line: number)
    case .expiry(let expiry):
      if let day = expiry.location.partition { expiredDays.insert(day) }
    case .archive, .redaction, .replacement: break
    }
  }

  /// The line of a walk by its position in `contents.walks`.
  func line(ofWalk position: Int) -> Int { linesOfWalks[position] }

  /// The line of the entry that names the segment's present file.
  func line(of segment: Segment) -> Int { linesOfEntries[segment.line - 1] }

  private mutating func add(_ error: IndexEntryError, line: Int) {
    switch error {
    case .unsafePath:
      // No file of the archive can be meant, and no walk.
      log.add(.pathUnsafe, path: Layout.index, line: line, .entry(error))
    case .unsupportedKind, .unsupportedFormat:
      isWhole = false
      log.add(.indexUnsupported, path: Layout.index, line: line, .entry(error))
    case .syntax, .notAnObject, .malformed:
      isWhole = false
      log.add(.indexMalformed, path: Layout.index, line: line, .entry(error))
    }
  }

  private mutating func add(
    _ contradiction: Contradiction, _ kind: IndexEntry.Kind, line: Int
  ) {
    // What follows a first line that cannot be read is out of place only because of that line.
    if contradiction == .noArchiveEntry, line > 1 { return }
    let isRevision = kind == .redaction || kind == .replacement
    if !isRevision { isWhole = false }
    log.add(
      isRevision ? .redactionUnfounded : .indexMalformed, path: Layout.index, line: line,
      .contradiction(contradiction))
  }

  /// A complete walk received what the API counted. What it added may be more: a walk that is
  /// repeated keeps what the API has deleted since.
  private mutating func check(_ walk: WalkEntry, line: Int) {
    guard walk.isComplete, walk.reported != walk.received else { return }
    log.add(.countMismatch, path: Layout.index, line: line, .walkNumbers(walk))
  }

  private mutating func check(_ segment: SegmentEntry, line: Int) {
    let organization = segment.activities?.organizationID
    guard let organization, let first = contents.organizationID, organization != first else {
      return
    }
    isWhole = false
    log.add(.indexMalformed, path: Layout.index, line: line, .otherOrganization(organization))
  }
}
