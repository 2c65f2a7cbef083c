import ArchiveFormat

/// What came of copying a segment's file.
public enum SegmentCopy: Hashable, Sendable {
  /// The copy has the bytes that the index names.
  case whole
  /// The copy has the bytes that are there, which are others.
  case changed
  /// There is no file that could be read, and no copy.
  case missing
}

extension NewFolder {
  private static let pieceSize = 256 << 10

  /// Copies the present file of a segment, byte for byte, into a folder that is laid out as an archive
  /// is. What is wrong with the file is told and thrown by none; errors are those of writing.
  public func copy(
    _ segment: Segment, of archive: ArchiveFolder, below prefix: String
  ) throws(StoreError) -> SegmentCopy {
    let relative = "\(prefix)/\(segment.location.path)"
    guard let source = try? archive.folder.open(segment.location.path) else { return .missing }
    var isUnreadable = false
    do throws(StoreError) {
      try makeFile(relative) { (copy) throws(StoreError) in
        var piece: [UInt8] = []
        var offset: Int64 = 0
        repeat {
          do throws(StoreError) {
            try source.read(Self.pieceSize, at: offset, into: &piece)
          } catch {
            isUnreadable = true
            throw error
          }
          try copy.write(piece.span.bytes)
          offset += Int64(piece.count)
        } while !piece.isEmpty
      }
    } catch {
      guard isUnreadable else { throw error }
      return .missing
    }
    return files[relative] == segment.sha256 ? .whole : .changed
  }

  /// Copies as many lines of an archive's index as its checkpoint stands for, and the checkpoint with its
  /// signatures. Throws `ArchiveFault.rootDiffers` if these are not the lines that it stands for.
  public func copyIndex(of archive: Archive, below prefix: String) throws(StoreError) {
    let checkpoint = archive.checkpoint
    guard var lines = try archive.folder.indexLines() else {
      throw .archive(.indexShort(lines: 0, expected: checkpoint.size))
    }
    var tree = MerkleAccumulator()
    try makeFile("\(prefix)/\(Layout.index)") { (copy) throws(StoreError) in
      var waiting: [UInt8] = []
      while tree.count < checkpoint.size, try lines.next() {
        lines.withLine { line in
          tree.append(MerkleTree.leafHash(line))
          waiting.append(copying: line)
        }
        waiting.append(UInt8(ascii: "\n"))
        guard waiting.count >= Self.pieceSize else { continue }
        try copy.write(waiting.span.bytes)
        waiting.removeAll(keepingCapacity: true)
      }
      try copy.write(waiting.span.bytes)
    }
    guard tree.root == checkpoint.root else { throw .archive(.rootDiffers) }
    try write(checkpoint.bytes, to: "\(prefix)/\(Layout.checkpoint)")
  }
}
