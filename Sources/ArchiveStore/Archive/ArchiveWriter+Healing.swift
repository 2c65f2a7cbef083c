import Activities
import ArchiveFormat
import Crypto

/// How a damaged segment is made whole.
public enum Healing: Hashable, Sendable {
  /// Its file is back, byte for byte.
  case restored
  /// The same records are in another file, which the index names in its place.
  case replaced(by: SegmentLocation)
}

extension StagedSegment {
  /// What these records would heal a segment by; nil if they are not the very records that were
  /// archived, or a redaction has taken something out of those.
  public func healing(of segment: Segment) throws(StoreError) -> Healing? {
    guard segment.redactions.isEmpty, folder == segment.location.folder,
      summary.count == segment.entry.count, summary.contentRoot == segment.entry.contentRoot
    else { return nil }
    if size == segment.size, sha256 == segment.sha256 { return .restored }
    return .replaced(by: try segment.location.next())
  }
}

extension ArchiveWriter {
  /// Puts a copy of a segment's file back in its place, whatever is there; false, and nothing is
  /// changed, if the bytes at `location` in `copy` are not those that the index names.
  public func restore(
    _ segment: Segment, from copy: ArchiveFolder, at location: SegmentLocation
  ) throws(StoreError) -> Bool {
    let file = try StagedFileWriter(in: staging)
    let hash = try copy.folder.copy(location.path, ofSize: segment.size, to: file)
    guard hash == segment.sha256 else { return false }
    try file.sync()
    try put(file.staged.path, at: segment.location)
    return true
  }

  /// Puts records that were written anew in the place of a segment's file. If the new file is not
  /// the same byte for byte, a `replacement` entry says so, and the file that it replaces is removed
  /// when that is committed. Nil, and nothing is changed, for other records than were archived.
  public func heal(
    _ segment: Segment, by staged: StagedSegment, reason: String, at instant: Instant
  ) throws(StoreError) -> Healing? {
    let healing = try staged.healing(of: segment)
    switch healing {
    case nil: break
    case .restored: try put(staged.path, at: segment.location)
    case .replaced(let location):
      let revision = Revision(
        of: segment.location, location: location, size: staged.size, sha256: staged.sha256,
        contentSize: staged.summary.contentSize)
      // A segment with records is not empty.
      guard let revision else { throw .record(.wrongStream) }
      try commit(
        [.replacement(ReplacementEntry(revision: revision, reason: reason, at: instant))],
        files: [staged.path])
    }
    return healing
  }

  /// A rename shows the old file or the new one, never none; after a crash before it, the new one is
  /// removed from `staging/`.
  private func put(_ path: String, at location: SegmentLocation) throws(StoreError) {
    try folder.makeFolders(onTheWayTo: location.path)
    try folder.rename(path, replacing: location.path)
    // A folder made by a run that crashed may not be on the disk either.
    for path in [location.folderPath, Layout.folder(of: location.stream), ""] {
      try folder.syncFolder(path)
    }
  }
}

extension SegmentLocation {
  /// Where what takes the file's place lies.
  func next() throws(StoreError) -> SegmentLocation {
    guard revision < Self.maximumNumber else { throw .archive(.partsExhausted) }
    return SegmentLocation(folder, part: part, revision: revision + 1)
  }
}

extension Folder {
  /// Copies the bytes of a file of a known size and gives their hash; nil if no such file's bytes
  /// are to be had.
  fileprivate func copy(
    _ relative: String, ofSize size: Int, to staged: StagedFileWriter
  ) throws(StoreError) -> Hash256? {
    do throws(StoreError) {
      let file = try open(relative)
      guard try file.size() == Int64(size) else { return nil }
      var hasher = SHA256()
      var piece: [UInt8] = []
      var offset = 0
      while offset < size {
        try file.read(min(256 << 10, size - offset), at: Int64(offset), into: &piece)
        if piece.isEmpty { return nil }
        try staged.write(piece.span.bytes)
        piece.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        offset += piece.count
      }
      return Hash256(hasher.finalize())
    } catch {
      if case .system(let failure) = error, failure.call == .write { throw error }
      guard SegmentDamage(error) != nil else { throw error }
      return nil
    }
  }
}
