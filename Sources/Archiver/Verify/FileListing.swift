import Activities
import ArchiveFormat
import ArchiveStore

/// The files that lie in the folders of segments, against those that the index names.
struct FileListing {
  /// The present segments whose file is there.
  private(set) var present: Set<SegmentLocation> = []
  /// What was found.
  private(set) var log = FindingLog()
  /// Segment files of which nothing can be told, as an entry that is lost may name them.
  private(set) var unnamed = 0

  /// `segments` are the ones to look at; a file may be that of any in the index.
  init(
    _ folder: ArchiveFolder, _ index: IndexReading, segments: [Segment]
  ) throws(StoreError) {
    var strangers: [(path: String, location: SegmentLocation?)] = []
    let known = index.presentFiles
    try folder.forEachSegmentFile { path, location in
      if let location, known.contains(location) {
        present.insert(location)
      } else {
        strangers.append((path, location))
      }
    }
    for segment in segments where !present.contains(segment.location) {
      log.add(.segmentMissing, path: segment.location.path)
    }
    try add(strangers, folder, index)
  }

  private mutating func add(
    _ strangers: [(path: String, location: SegmentLocation?)], _ folder: ArchiveFolder,
    _ index: IndexReading
  ) throws(StoreError) {
    guard !strangers.isEmpty else { return }
    let explained = try Self.explainedFiles(folder)
    for (path, location) in strangers {
      if let location {
        if explained.contains(location) { continue }
        guard index.isWhole else {
          unnamed += 1
          continue
        }
      }
      log.add(.segmentOrphan, path: path)
    }
  }

  /// Files of commits since the checkpoint was read: one that is under way or was interrupted, which
  /// must be read first, and those that have ended.
  private static func explainedFiles(
    _ folder: ArchiveFolder
  ) throws(StoreError) -> Set<SegmentLocation> {
    var explained = IndexTail.files(try folder.stagedCommit() ?? [])
    guard let newer = try? Archive(folder) else { return explained }
    for stream in SegmentStream.allCases {
      for segment in newer.segments(of: stream) { explained.insert(segment.location) }
    }
    return explained
  }
}

extension IndexReading {
  /// The present files of all segments.
  fileprivate var presentFiles: Set<SegmentLocation> {
    var files: Set<SegmentLocation> = []
    for stream in SegmentStream.allCases {
      for segment in contents.segments(of: stream) { files.insert(segment.location) }
    }
    return files
  }
}
