import ArchiveFormat

/// What a writing run finds in an archive whose lock it holds. Nothing is written to find it.
struct Inspection {
  /// What is to be done before the run can write.
  enum Recovery {
    case none
    /// The commit is in the index and sealed; what it replaced may be left, and its record.
    case forget(StagedCommit)
    /// All of the commit is on the disk: it is completed.
    case finish(StagedCommit)
    /// Something of the commit is missing: it is taken back.
    case undo(StagedCommit)

    var commit: StagedCommit? {
      switch self {
      case .none: nil
      case .forget(let commit), .finish(let commit), .undo(let commit): commit
      }
    }

    /// The files of a commit that is to be finished, which may not lie in their place yet.
    fileprivate var foundFiles: Set<SegmentLocation> {
      guard case .finish(let commit) = self else { return [] }
      return Set(commit.files.map(\.location))
    }
  }

  /// What the checkpoint stands for; nothing yet in an archive that is being made.
  let index: CommittedIndex
  let recovery: Recovery

  /// Throws `StoreError.archive` for whatever no interrupted commit explains; for segment files that
  /// are missing or have another size only if the archive may not lack any.
  init(
    _ archive: ArchiveFolder, _ file: borrowing File, mayLackSegments: Bool
  ) throws(StoreError) {
    let checkpoint = try archive.readCheckpoint()
    if let checkpoint {
      index = try archive.committedIndex(checkpoint)
    } else {
      index = CommittedIndex()
    }
    let tail = try file.bytes(from: index.endOffset, upTo: StagedCommit.maximumLength + 1)
    guard let bytes = try archive.stagedCommit() else {
      guard tail.isEmpty else {
        throw .archive(checkpoint == nil ? .checkpointMissing : .indexLong)
      }
      recovery = .none
      if !mayLackSegments { try archive.checkForLosses(index.contents) }
      try archive.checkForOrphans(index.contents, nil)
      return
    }
    let commit = StagedCommit(reading: bytes)
    let (recovery, contents) = try Self.recovery(archive.folder, commit, index, file, tail: tail)
    self.recovery = recovery
    if !mayLackSegments { try archive.checkForLosses(contents, besides: recovery.foundFiles) }
    try archive.checkForOrphans(index.contents, commit)
  }

  /// What is to be done, and what the archive holds then.
  private static func recovery(
    _ folder: Folder, _ commit: StagedCommit, _ index: CommittedIndex, _ file: borrowing File,
    tail: [UInt8]
  ) throws(StoreError) -> (Recovery, Contents) {
    let length = Int64(commit.bytes.count)
    if tail.isEmpty, !commit.bytes.isEmpty, length <= index.endOffset,
      try file.bytes(from: index.endOffset - length, upTo: commit.bytes.count) == commit.bytes
    {
      return (.forget(commit), index.contents)
    }
    guard commit.explains(tail) else { throw .archive(.indexLong) }
    var next = index
    let undo = (Recovery.undo(commit), index.contents)
    guard commit.isWhole, next.append(commit) == nil else { return undo }
    for location in commit.files {
      guard try folder.holds(location) else { return undo }
    }
    return (.finish(commit), next.contents)
  }
}

extension ArchiveFolder {
  /// Throws if a file that the archive holds is not there, or has another size; `found` were found.
  fileprivate func checkForLosses(
    _ contents: Contents, besides found: Set<SegmentLocation> = []
  ) throws(StoreError) {
    for segment in SegmentStream.allCases.flatMap({ contents.segments(of: $0) })
    where !found.contains(segment.location) {
      let path = segment.location.path
      guard let size = try folder.size(of: path) else {
        throw .archive(.segmentMissing(path: path))
      }
      guard size == Int64(segment.size) else {
        throw .archive(.segmentSizeDiffers(path: path, found: size, expected: segment.size))
      }
    }
  }

  /// Throws if a segment file lies in the archive that neither an entry nor the commit names.
  fileprivate func checkForOrphans(
    _ contents: Contents, _ commit: StagedCommit?
  ) throws(StoreError) {
    let placed = Set((commit?.files ?? []).map(\.location))
    for stream in SegmentStream.allCases {
      try forEachSegmentFile(of: stream) { (file) throws(StoreError) in
        guard let location = file.location, !contents.isNamed(location),
          !placed.contains(location)
        else { return }
        throw .archive(.orphan(path: file.path))
      }
    }
  }
}

extension File {
  /// The bytes from `offset` to the end, at most `limit`.
  func bytes(from offset: Int64, upTo limit: Int) throws(StoreError) -> [UInt8] {
    var bytes: [UInt8] = []
    try read(Int(min(max(0, try size() - offset), Int64(limit))), at: offset, into: &bytes)
    return bytes
  }
}
