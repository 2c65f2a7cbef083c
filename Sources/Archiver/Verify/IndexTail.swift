import Activities
import ArchiveFormat
import ArchiveStore

/// The bytes of an index behind its checkpoint, against the commit that may explain them.
struct IndexTail {
  /// What an interrupted commit was about to append.
  private let staged: [UInt8]?
  private var bytes: [UInt8] = []
  /// The bytes behind the checkpoint's lines.
  private(set) var length = 0
  /// The segment files that these name.
  private(set) var files: Set<SegmentLocation> = []

  init(staged: [UInt8]?) {
    self.staged = staged
  }

  /// Reads the rest of the index; no more of it is kept than the commit can explain.
  mutating func read(_ lines: inout IndexLines) throws(StoreError) {
    while try lines.next() {
      lines.withLine { line in
        append(line)
        if let file = (try? IndexEntry(line: line))?.file { files.insert(file) }
      }
      append([UInt8(ascii: "\n")].span.bytes)
    }
    lines.withRest { append($0) }
  }

  /// Whether the bytes are a beginning of what was to be appended. Where a file system had made
  /// room but not written yet, there are zeros.
  var isExplained: Bool {
    guard length > 0 else { return true }
    guard let staged, length <= staged.count else { return false }
    return zip(bytes, staged).allSatisfy { $0 == $1 || $0 == 0 }
  }

  /// The lines of the interrupted commit.
  var stagedLines: Int { staged?.count { $0 == UInt8(ascii: "\n") } ?? 0 }

  /// Whether the whole index is what the first commit was about to append.
  func isFirstCommit(_ contents: Contents) -> Bool {
    guard let staged, let archive = contents.archive, contents.count == 1 else { return false }
    return staged == IndexEntry.archive(archive).line + [UInt8(ascii: "\n")]
  }

  /// The segment files that index lines name.
  static func files(_ lines: [UInt8]) -> Set<SegmentLocation> {
    Set(entries(lines).compactMap(\.file))
  }

  /// The segment files that the archive has no more with these index lines.
  static func removedFiles(_ lines: [UInt8]) -> Set<SegmentLocation> {
    Set(entries(lines).compactMap(\.removedFile))
  }

  private static func entries(_ lines: [UInt8]) -> [IndexEntry] {
    var entries: [IndexEntry] = []
    var ranges = LineRanges()
    while let range = ranges.next(in: lines.span.bytes) {
      if let entry = try? IndexEntry(line: lines.span.bytes.extracting(range)) {
        entries.append(entry)
      }
    }
    return entries
  }

  private mutating func append(_ more: RawSpan) {
    length += more.byteCount
    guard let staged, length <= staged.count else { return }
    bytes += more.bytes(in: 0..<more.byteCount)
  }
}

extension IndexEntry {
  /// The segment file that the entry puts into place.
  var file: SegmentLocation? {
    switch self {
    case .segment(let entry): entry.location
    case .redaction(let entry): entry.revision.location
    case .replacement(let entry): entry.revision.location
    case .archive, .walk, .expiry: nil
    }
  }
}

/// What lies in the place of an interrupted commit.
struct CommitFile: Equatable {
  /// Nil if there is none.
  var bytes: [UInt8]?
  /// Whether a link or a special file is in its place, or in that of its folder.
  var isUnsafe = false
}

extension ArchiveFolder {
  /// The record of an interrupted commit, which is no reason to stop if it cannot be one.
  func commitUnlessUnsafe() throws(StoreError) -> CommitFile {
    do throws(StoreError) {
      return CommitFile(bytes: try stagedCommit())
    } catch {
      guard case .pathUnsafe = error else { throw error }
      return CommitFile(isUnsafe: true)
    }
  }
}
