import Activities
import ArchiveFormat
import ArchiveStore

/// Reads an index against its checkpoint.
struct IndexCheck {
  private static let attempts = 50

  let folder: ArchiveFolder
  /// A checkpoint that was kept elsewhere.
  let kept: KeptCheckpoint?
  /// Keys that must have signed the checkpoint.
  let keys: [VerifierKey]

  /// Throws `StoreError` if the index cannot be read at all.
  func read() throws(StoreError) -> IndexReading {
    var attempt = 1
    while true {
      let bytes = try? folder.checkpoint()
      let staged = try folder.commitUnlessUnsafe()
      var reading = try readOnce(checkpoint: bytes, staged: staged.bytes)
      requireSignatures(&reading)
      // What does not fit may be a commit that has begun or ended meanwhile; then all of it is read
      // again.
      let stoodStill =
        try staged == folder.commitUnlessUnsafe() && bytes == (try? folder.checkpoint())
      if reading.log.findings.isEmpty || attempt == Self.attempts || stoodStill {
        if staged.isUnsafe { reading.log.add(.pathUnsafe, path: Layout.stagedCommit) }
        return reading
      }
      attempt += 1
    }
  }

  private func readOnce(
    checkpoint bytes: [UInt8]?, staged: [UInt8]?
  ) throws(StoreError) -> IndexReading {
    var reading = IndexReading()
    let checkpoint = try read(bytes, &reading)
    reading.checkpoint = checkpoint
    guard var lines = try openIndex(checkpoint, &reading) else {
      reading.isWhole = false
      return reading
    }
    var tree = MerkleAccumulator()
    var keptRoot: Hash256?
    do throws(StoreError) {
      while tree.count < checkpoint?.size ?? .max, try lines.next() {
        lines.withLine { line in
          tree.append(MerkleTree.leafHash(line))
          reading.apply(line, number: tree.count)
        }
        if tree.count == kept?.checkpoint.size { keptRoot = tree.root }
      }
    } catch {
      guard case .archive(.index(let line, .lineTooLong)) = error else { throw error }
      reading.log.add(.indexMalformed, path: Layout.index, line: line, .lineTooLong)
      reading.isWhole = false
      return reading
    }
    let isCut = tree.count < checkpoint?.size ?? 0
    if isCut { reading.isWhole = false }
    compare(tree, with: checkpoint, &reading)
    if let kept { compare(tree, keptRoot, with: kept, &reading) }
    // Of an index that was cut, half a line may be left, which follows nothing.
    if !isCut { try readTail(&lines, behind: checkpoint, staged, &reading) }
    return reading
  }

  private func openIndex(
    _ checkpoint: Checkpoint?, _ reading: inout IndexReading
  ) throws(StoreError) -> IndexLines? {
    do throws(StoreError) {
      if let lines = try folder.indexLines() { return lines }
      reading.log.add(
        .checkpointMismatch, path: Layout.index, .indexMissing(expected: checkpoint?.size))
    } catch {
      guard case .pathUnsafe = error else { throw error }
      reading.log.add(.pathUnsafe, path: Layout.index)
    }
    return nil
  }

  private func compare(
    _ tree: MerkleAccumulator, with checkpoint: Checkpoint?, _ reading: inout IndexReading
  ) {
    guard let checkpoint else { return }
    if tree.count < checkpoint.size {
      reading.log.add(
        .checkpointMismatch, path: Layout.index,
        .indexShort(lines: tree.count, expected: checkpoint.size))
    } else if tree.root != checkpoint.root {
      reading.log.add(
        .checkpointMismatch, path: Layout.checkpoint,
        .indexRoot(expected: checkpoint.root, found: tree.root))
    }
    let id = reading.contents.archive?.id
    if let id, id != checkpoint.archiveID {
      reading.log.add(
        .checkpointMismatch, path: Layout.checkpoint, .otherArchive(checkpoint.archiveID))
    }
    reading.isVouchedFor = tree.root == checkpoint.root && id == checkpoint.archiveID
  }

  /// What follows the checkpoint's lines must be what an interrupted commit was about to append.
  private func readTail(
    _ lines: inout IndexLines, behind checkpoint: Checkpoint?, _ staged: [UInt8]?,
    _ reading: inout IndexReading
  ) throws(StoreError) {
    var tail = IndexTail(staged: staged)
    guard checkpoint != nil else {
      // Without a checkpoint only a commit that never ended explains the lines: the first.
      if reading.log.counts[.checkpointMissing] != nil, tail.isFirstCommit(reading.contents) {
        reading.log = FindingLog()
        reading.isVouchedFor = true
        reading.interruptedLines = reading.contents.count
      }
      return
    }
    do throws(StoreError) {
      try tail.read(&lines)
    } catch {
      guard case .archive(.index(let line, .lineTooLong)) = error else { throw error }
      reading.isVouchedFor = false
      reading.log.add(.checkpointMismatch, path: Layout.index, line: line, .lineTooLong)
      return
    }
    if tail.isExplained {
      reading.interruptedLines = tail.stagedLines
    } else {
      // Which of the two is the right one, nobody can tell.
      reading.isVouchedFor = false
      reading.filesBehind = tail.files
      reading.log.add(
        .checkpointMismatch, path: Layout.index, .indexLong(bytes: tail.length))
    }
  }
}
