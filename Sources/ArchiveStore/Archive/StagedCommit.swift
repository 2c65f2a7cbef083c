import ArchiveFormat

/// What `staging/commit` holds: the index lines of one commit, whole.
struct StagedCommit {
  /// A commit is not larger; the longest entry is a walk with every activity of a window vanished.
  static let maximumLength = 128 << 20

  /// The lines, each with its LF.
  let bytes: [UInt8]
  let entries: [IndexEntry]

  /// Whether every line is there and is an entry, and none of them, nor the whole, is longer than a
  /// reader takes.
  let isWhole: Bool

  init(_ entries: [IndexEntry]) {
    self.entries = entries
    let lines = entries.map(\.line)
    bytes = lines.flatMap { $0 + [UInt8(ascii: "\n")] }
    isWhole =
      bytes.count <= Self.maximumLength
      && lines.allSatisfy { $0.count <= IndexLines.maximumLength }
  }

  /// Reads the file's bytes; `entries` are those that can be read.
  init(reading bytes: [UInt8]) {
    self.bytes = bytes
    var entries: [IndexEntry] = []
    var lines = LineRanges()
    var isWhole = bytes.last == UInt8(ascii: "\n") && bytes.count <= Self.maximumLength
    while let range = lines.next(in: bytes.span.bytes) {
      if let entry = try? IndexEntry(line: bytes.span.bytes.extracting(range)) {
        entries.append(entry)
      } else {
        isWhole = false
      }
    }
    self.entries = entries
    self.isWhole = isWhole
  }

  /// Whether bytes behind the committed index lines can be what an interrupted step 3 left: the
  /// start of the lines, or zeros where they had not reached the disk.
  func explains(_ tail: [UInt8]) -> Bool {
    tail.count <= bytes.count && zip(tail, bytes).allSatisfy { $0 == $1 || $0 == 0 }
  }

  /// The files that the commit puts into place, with what they must be.
  var files: [CommittedFile] {
    entries.compactMap { entry in
      switch entry {
      case .segment(let segment):
        CommittedFile(location: segment.location, size: segment.size, sha256: segment.sha256)
      case .redaction(let redaction): CommittedFile(redaction.revision)
      case .replacement(let replacement): CommittedFile(replacement.revision)
      case .archive, .walk, .expiry: nil
      }
    }
  }
}
