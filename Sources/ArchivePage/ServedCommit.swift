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
  /// By which a change of the index that no commit made is noticed.
  private let index: FileStamp?
  private let text = Mutex<(revision: Int, text: ByteBuffer)?>(nil)

  /// Opens the archive at its checkpoint; what is found out about it goes into the memory.
  init(at path: String, _ memory: ArchiveMemory) throws(StoreError) {
    let folder = try ArchiveFolder(at: path)
    // Read first: if a commit comes between, the archive is newer than this says, and looked at again.
    checkpoint = try folder.checkpoint()
    index = try folder.indexStamp()
    archive = try Archive(folder)
    activities = ArchivedActivities(archive, memory: memory)
  }

  /// Whether what lies at `path` has the same checkpoint, and an index to which nobody has written.
  func isCurrent(at path: String) throws(StoreError) -> Bool {
    let folder = try ArchiveFolder(at: path)
    guard try folder.checkpoint() == checkpoint else { return false }
    return try folder.indexStamp() == index
  }

  /// What the index tells, and what damage is known, as one JSON object; made once for each report.
  /// `isLocked` is whether a token is in use.
  func overview(isLocked: Bool, _ damage: DamageReport) -> ByteBuffer {
    text.withLock { made in
      if let made, made.revision == damage.revision { return made.text }
      let status = ArchiveStatus(of: archive, found: damage.days)
      let text = ByteBuffer(string: OverviewText.object(status, damage, isLocked: isLocked))
      made = (damage.revision, text)
      return text
    }
  }
}
