import ArchiveFormat
import Crypto

/// A segment file that a commit puts into place.
struct CommittedFile {
  let location: SegmentLocation
  let size: Int
  let sha256: Hash256

  init(location: SegmentLocation, size: Int, sha256: Hash256) {
    self.location = location
    self.size = size
    self.sha256 = sha256
  }

  init(_ revision: Revision) {
    self.init(location: revision.location, size: revision.size, sha256: revision.sha256)
  }
}

extension Folder {
  /// Whether the file's bytes lie at `path`.
  func matches(_ file: CommittedFile, at path: String) throws(StoreError) -> Bool {
    do throws(StoreError) {
      let found = try open(path)
      guard try found.size() == Int64(file.size) else { return false }
      var bytes = SequentialBytes(found)
      return try bytes.finish() == (file.size, file.sha256)
    } catch {
      guard error.isNotFound else { throw error }
      return false
    }
  }

  /// Whether the file's bytes lie in their place, or in `staging/` on the way there.
  func holds(_ file: CommittedFile) throws(StoreError) -> Bool {
    if try exists(file.location.path) { return try matches(file, at: file.location.path) }
    return try matches(file, at: file.location.stagedPath)
  }
}
