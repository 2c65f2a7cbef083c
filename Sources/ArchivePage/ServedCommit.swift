import ArchiveFormat
import ArchiveStore
import Archiver
import NIOCore
import Synchronization

/// An archive as of one commit, with what its index alone tells.
final class ServedCommit: Sendable {
  let archive: Archive
  /// The latest forms, as the API serves them.
  let activities: ArchivedActivities
  /// The checkpoint file, by which a newer commit is noticed.
  private let checkpoint: [UInt8]?
  private let text = Mutex<ByteBuffer?>(nil)

  /// Opens the archive at its checkpoint; what is found out about it goes into the memory.
  init(at path: String, _ memory: ArchiveMemory) throws(StoreError) {
    let folder = try ArchiveFolder(at: path)
    // Read first: if a commit comes between, the archive is newer than this says, and looked at again.
    checkpoint = try folder.checkpoint()
    archive = try Archive(folder)
    activities = ArchivedActivities(archive, memory: memory)
  }

  /// Whether what lies at `path` has the same checkpoint.
  func isCurrent(at path: String) throws(StoreError) -> Bool {
    try ArchiveFolder(at: path).checkpoint() == checkpoint
  }

  /// What the index tells, as one JSON object; made once. `isLocked` is whether a token is in use.
  func overview(isLocked: Bool) -> ByteBuffer {
    text.withLock { text in
      let made =
        text
        ?? ByteBuffer(
          string: OverviewText.object(ArchiveStatus(of: archive), isLocked: isLocked))
      text = made
      return made
    }
  }
}
