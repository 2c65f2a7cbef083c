import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore

/// Where commits go.
enum CommitTarget: Sendable {
  case archive(ArchiveWriter)
  /// Nowhere: what was received is compared with the archive and dropped. The staging folder is one
  /// for the sorts alone.
  case none(Archive, Staging)

  /// The archive at `directory`, opened for writing, or made. Throws `StoreError`.
  static func archive(
    at directory: String, source: String, now: Instant, signingKey: SigningKey?
  ) throws(StoreError) -> CommitTarget {
    let entry = ArchiveEntry(id: .random(), source: source, createdAt: now)
    return .archive(
      try ArchiveWriter(at: directory, creating: entry, signingKey: signingKey))
  }

  /// The archive at `directory`, which is there; nowhere in a dry run, whose sorts are in the folder
  /// at `dryRunFolder`. Either way throws `StoreError` for what must not be written to.
  static func archive(
    at directory: String, dryRunFolder: String?, mayLackSegments: Bool = false,
    signingKey: SigningKey?
  ) throws(StoreError) -> CommitTarget {
    guard let dryRunFolder else {
      return .archive(
        try ArchiveWriter(
          at: directory, mayLackSegments: mayLackSegments, signingKey: signingKey))
    }
    return .none(
      try Archive(inspectedAt: directory, mayLackSegments: mayLackSegments),
      try Staging(folderAt: dryRunFolder))
  }

  /// The archive as of the last commit.
  var archive: Archive {
    get async {
      switch self {
      case .archive(let writer): await writer.archive
      case .none(let archive, _): archive
      }
    }
  }

  /// Where sorters and segment writers keep their files.
  var staging: Staging {
    switch self {
    case .archive(let writer): writer.staging
    case .none(_, let staging): staging
    }
  }

  func commit(_ segments: [StagedSegment], _ walk: WalkEntry?) async throws(StoreError) {
    guard case .archive(let writer) = self else { return }
    try await writer.commit(segments, walks: walk.map { [$0] } ?? [])
  }
}
