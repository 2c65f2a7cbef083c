import ArchiveFormat
import Synchronization

/// The folder in which a run keeps the files that it is writing, on the archive's file system.
///
/// May be shared by all tasks of the run.
public final class Staging: Sendable {
  let folder: Folder
  private let prefix: String
  private let used = Atomic<Int>(0)

  /// Any existing folder, for sorts of a run that does not write to an archive. Throws
  /// `StoreError.system` if it cannot be opened.
  public init(folderAt path: String) throws(StoreError) {
    folder = try Folder(path: path)
    prefix = ""
  }

  /// The staging folder of an archive whose lock is held.
  init(of archive: Folder) {
    folder = archive
    prefix = Layout.staging + "/"
  }

  /// A path in the folder that this run has not used yet.
  func newPath(_ kind: String) -> String {
    let number = used.wrappingAdd(1, ordering: .relaxed).newValue
    return "\(prefix)\(kind)-\(number)"
  }

  /// A new file.
  func newFile(_ kind: String) throws(StoreError) -> NewFile {
    while true {
      let path = newPath(kind)
      do throws(StoreError) {
        return NewFile(path: path, file: try folder.create(path))
      } catch {
        // In a folder that is not ours the name may be someone else's.
        guard error.isNameTaken else { throw error }
      }
    }
  }

  /// A file without a name: it is gone when it is closed, also after a crash.
  func spill() throws(StoreError) -> SpillFile {
    let new = try newFile("spill")
    try folder.unlink(new.path)
    return SpillFile(new.file)
  }
}

/// A file that a run has made in its staging folder, and its path in there.
struct NewFile: ~Copyable {
  let path: String
  let file: File
}

/// A file for bytes that outgrow the memory, which one sort writes and its readers share.
final class SpillFile: Sendable {
  private let file: File

  init(_ file: consuming File) {
    self.file = file
  }

  var path: String { file.path }

  func size() throws(StoreError) -> Int64 { try file.size() }

  func append(_ bytes: RawSpan) throws(StoreError) { try file.write(bytes) }

  func read(
    at offset: Int64, into buffer: UnsafeMutableRawBufferPointer
  ) throws(StoreError) -> Int {
    try file.read(at: offset, into: buffer)
  }
}
