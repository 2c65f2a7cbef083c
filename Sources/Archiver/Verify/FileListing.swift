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

  private var strangers: [ListedFile] = []
  /// Where a link is in the place of a folder, so that nothing can be told of what was in it.
  private var links: Set<String> = []

  /// `segments` are the ones to look at; a file may be that of any in the index.
  init(
    _ folder: ArchiveFolder, _ index: IndexReading, segments: [Segment]
  ) throws(StoreError) {
    let known = index.presentFiles
    for stream in SegmentStream.allCases { try list(stream, of: folder, known) }
    for segment in segments where !present.contains(segment.location) {
      let stream = Layout.folder(of: segment.location.stream)
      guard links.isDisjoint(with: [stream, segment.location.folderPath]) else { continue }
      let kind: FindingKind =
        try folder.hasRoom(for: segment.location) ? .segmentMissing : .pathUnsafe
      log.add(kind, path: segment.location.path)
    }
    try judgeStrangers(folder, index)
  }

  private mutating func list(
    _ stream: SegmentStream, of folder: ArchiveFolder, _ known: Set<SegmentLocation>
  ) throws(StoreError) {
    do throws(StoreError) {
      try folder.forEachSegmentFile(of: stream) { file in
        if let location = file.location, known.contains(location) {
          present.insert(location)
        } else if file.isLink {
          addLink(file.path)
        } else {
          strangers.append(file)
        }
      }
    } catch {
      guard case .pathUnsafe = error else { throw error }
      addLink(Layout.folder(of: stream))
    }
  }

  private mutating func addLink(_ path: String) {
    links.insert(path)
    log.add(.pathUnsafe, path: path)
  }

  private mutating func judgeStrangers(
    _ folder: ArchiveFolder, _ index: IndexReading
  ) throws(StoreError) {
    guard !strangers.isEmpty else { return }
    let explained = try Self.explainedFiles(folder)
    for file in strangers {
      if let location = file.location {
        if explained.contains(location) || index.filesBehind.contains(location) { continue }
        guard index.isWhole else {
          unnamed += 1
          continue
        }
      }
      log.add(.segmentOrphan, path: file.path, index.fate(of: file.location))
    }
  }

  /// Files of commits since the checkpoint was read: one that is under way or was interrupted, which
  /// must be read first, and those that have ended.
  private static func explainedFiles(
    _ folder: ArchiveFolder
  ) throws(StoreError) -> Set<SegmentLocation> {
    let staged = try folder.commitUnlessUnsafe().bytes ?? []
    var explained = IndexTail.files(staged).union(IndexTail.removedFiles(staged))
    guard let newer = try? Archive(folder) else { return explained }
    for stream in SegmentStream.allCases {
      for segment in newer.segments(of: stream) { explained.insert(segment.location) }
    }
    return explained
  }
}

extension IndexReading {
  /// What the index tells about a file that is that of no segment.
  fileprivate func fate(of location: SegmentLocation?) -> FindingDetail {
    guard let location, contents.isNamed(location) else { return .none }
    let heir = contents.segments(in: location.folder).first { $0.location.part == location.part }
    return .past(heir: heir?.location)
  }

  /// The present files of all segments.
  fileprivate var presentFiles: Set<SegmentLocation> {
    var files: Set<SegmentLocation> = []
    for stream in SegmentStream.allCases {
      for segment in contents.segments(of: stream) { files.insert(segment.location) }
    }
    return files
  }
}
