import ArchiveFormat
import Synchronization

/// The index lines that a checkpoint stands for, and what the next commit builds on.
struct CommittedIndex: Sendable {
  var contents = Contents()
  /// The Merkle tree over the lines.
  private(set) var tree = MerkleAccumulator()
  /// Where the lines end in the file.
  private(set) var endOffset: Int64 = 0

  /// The index before its first commit.
  init() {}

  /// Reads as many lines as the checkpoint says, which must have its root.
  init(_ lines: inout IndexLines, _ checkpoint: Checkpoint) throws(StoreError) {
    while contents.count < checkpoint.size {
      guard try lines.next(upTo: checkpoint.size - contents.count) else {
        throw .archive(.indexShort(lines: lines.count, expected: checkpoint.size))
      }
      try append(lines)
    }
    if tree.root != checkpoint.root { throw .archive(.rootDiffers) }
    guard contents.archive?.id == checkpoint.archiveID else {
      throw .archive(.checkpointOfAnotherArchive)
    }
    endOffset = lines.endOffset
  }

  /// Adds the lines at hand.
  private mutating func append(_ lines: borrowing IndexLines) throws(StoreError) {
    let index = Mutex(Result<CommittedIndex, StoreError>.success(self))
    // What two hold would be copied.
    self = CommittedIndex()
    lines.withLines { text, ranges in
      ReadLine.forEachShare(of: ranges, in: text) { share in
        index.withLock { $0.append(share) }
      }
    }
    self = try index.withLock { $0 }.get()
  }

  fileprivate mutating func append(_ lines: [ReadLine]) throws(StoreError) {
    for line in lines {
      tree.append(line.leaf)
      try contents.append(line.entry)
    }
  }

  /// The checkpoint over the lines; nil before the first.
  var checkpoint: Checkpoint? {
    contents.archive.flatMap {
      Checkpoint(archiveID: $0.id, size: contents.count, root: tree.root)
    }
  }

  /// Adds the lines of a commit; gives the first contradiction, behind which nothing was added.
  mutating func append(_ commit: StagedCommit) -> Contradiction? {
    for entry in commit.entries {
      if let contradiction = contents.apply(entry) { return contradiction }
    }
    var lines = LineRanges()
    let bytes = commit.bytes.span.bytes
    while let line = lines.next(in: bytes) {
      tree.append(MerkleTree.leafHash(bytes.extracting(line)))
    }
    endOffset += Int64(commit.bytes.count)
    return nil
  }
}

extension Result<CommittedIndex, StoreError> {
  /// Adds lines as long as there is no fault, and keeps the first.
  fileprivate mutating func append(_ lines: [ReadLine]) {
    guard case .success(var index) = self else { return }
    self = .success(CommittedIndex())
    self = Result { () throws(StoreError) in
      try index.append(lines)
      return index
    }
  }
}

extension Contents {
  /// Applies the entry of a line, which must be one and must follow from those before it.
  fileprivate mutating func append(
    _ line: Result<IndexEntry, IndexEntryError>
  ) throws(StoreError) {
    let number = count + 1
    let entry: IndexEntry
    do throws(IndexEntryError) {
      entry = try line.get()
    } catch {
      throw .archive(.index(line: number, .entry(error)))
    }
    if let contradiction = apply(entry) {
      throw .archive(.index(line: number, .contradiction(contradiction)))
    }
  }
}
