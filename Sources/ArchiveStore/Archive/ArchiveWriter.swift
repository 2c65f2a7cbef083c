import ArchiveFormat

/// The one writer of an archive: holds its lock, has recovered it, and commits to it.
///
/// The lock is let go with the last reference. Commits follow one another; each is on the disk when
/// it returns.
public actor ArchiveWriter {
  /// What opening had to do about a commit that an earlier run did not end.
  public enum Recovery: Sendable {
    /// There was none.
    case none
    /// It was whole and has been completed.
    case finished
    /// It was not whole; its files have been removed.
    case undone
  }

  /// Where this run's sorters and segment writers keep their files.
  public nonisolated let staging: Staging
  /// What opening found.
  public nonisolated let recovery: Recovery

  /// The archive as of the last commit.
  public private(set) var archive: Archive

  nonisolated let folder: Folder
  private let indexFile: File
  private let signingKey: SigningKey?
  private var index: CommittedIndex
  private var hasFailed = false

  /// Opens the archive at `path` for writing, or makes it if there is none and `entry` is given.
  ///
  /// A new archive gets mode 0700, its files 0600; its folder may exist if it is empty, its parent
  /// must. Throws `StoreError.system`; `.lockedByAnotherWriter`; and `.archive` for a folder that is
  /// no archive and for everything that an interrupted commit does not explain, which is evidence
  /// and left as it is. Only to who heals them, segment files that are missing or damaged are no
  /// reason to refuse: `mayLackSegments`.
  ///
  /// With a `signingKey` every checkpoint is signed from then on, and so is the present one, beside
  /// whoever else has signed it.
  public init(
    at path: String, creating entry: ArchiveEntry? = nil, mayLackSegments: Bool = false,
    signingKey: SigningKey? = nil
  ) throws(StoreError) {
    let folder = try Self.folder(at: path, mayBeMade: entry != nil)
    let file = try Self.indexFile(in: folder, mayBeMade: entry != nil)
    try file.lock()
    let inspection = try Inspection(
      ArchiveFolder(folder), file, mayLackSegments: mayLackSegments)
    if try folder.makeFolder(Layout.staging) { try folder.sync() }
    let staging = Staging(of: folder)
    var index = inspection.index
    let recovery = try inspection.recover(folder, staging, file, &index, signingKey)
    try folder.removeStaleFiles()
    if index.contents.archive == nil {
      guard let entry else { throw .archive(.notAnArchive) }
      let steps = CommitSteps(
        folder: folder, staging: staging, commit: StagedCommit([.archive(entry)]))
      try steps.record([])
      try steps.complete(file, &index, signingKey)
    }
    guard let checkpoint = try folder.checkpoint(signedBy: signingKey),
      let archive = Archive(ArchiveFolder(folder), index, checkpoint)
    else { throw .archive(.notAnArchive) }
    self.folder = folder
    self.staging = staging
    self.recovery = recovery
    self.archive = archive
    self.index = index
    self.signingKey = signingKey
    indexFile = file
  }

  /// Adds segments and walks to the archive, all or nothing, and gives the archive with them.
  ///
  /// Segments get the next part numbers, in the order given within a partition; activities precede
  /// amendments, these quarantine, and walks come last. After an error the writer commits nothing
  /// more (`StoreError.writerFailed`): the next run finishes or undoes what was begun.
  @discardableResult
  public func commit(
    _ segments: [StagedSegment], walks: [WalkEntry] = []
  ) throws(StoreError) -> Archive {
    guard !hasFailed else { throw .writerFailed }
    guard !segments.isEmpty || !walks.isEmpty else { return archive }
    let placed = try index.contents.place(segments)
    try commit(
      placed.map { IndexEntry.segment($0.entry) } + walks.map { IndexEntry.walk($0) },
      files: placed.map(\.segment.path))
    return archive
  }

  /// Commits entries; `files` are where the files that they put into place lie, in their order.
  func commit(_ entries: [IndexEntry], files: [String]) throws(StoreError) {
    guard !hasFailed else { throw .writerFailed }
    let steps = CommitSteps(folder: folder, staging: staging, commit: StagedCommit(entries))
    hasFailed = true
    guard steps.commit.isWhole else { throw .archive(.commitTooLong) }
    try steps.record(files)
    let sealed = try steps.complete(indexFile, &index, signingKey)
    hasFailed = false
    if let checkpoint = sealed,
      let archive = Archive(archive.folder, index, checkpoint)
    {
      self.archive = archive
    }
  }
}

extension CommitSteps {
  /// Steps 2 to 6; gives the checkpoint that seals the commit.
  @discardableResult
  func complete(
    _ file: borrowing File, _ index: inout CommittedIndex, _ signingKey: SigningKey?
  ) throws(StoreError) -> Checkpoint? {
    try place()
    try append(to: file, at: index.endOffset)
    // Recovery has checked this; the entries of a new commit follow from the index they are for.
    if let contradiction = index.append(commit) {
      throw .archive(.index(line: index.contents.count, .contradiction(contradiction)))
    }
    let checkpoint = try index.checkpoint?.signed(byOwner: signingKey)
    if let checkpoint { try folder.seal(checkpoint) }
    try retire(keeping: index.contents)
    try forget()
    return checkpoint
  }
}

extension Inspection {
  /// Does what was found to be done.
  func recover(
    _ folder: Folder, _ staging: Staging, _ file: borrowing File, _ index: inout CommittedIndex,
    _ signingKey: SigningKey?
  ) throws(StoreError) -> ArchiveWriter.Recovery {
    guard let commit = recovery.commit else { return .none }
    let steps = CommitSteps(folder: folder, staging: staging, commit: commit)
    switch recovery {
    case .none: return .none
    case .forget:
      try steps.retire(keeping: index.contents)
      try steps.forget()
      return .finished
    case .finish:
      try steps.complete(file, &index, signingKey)
      return .finished
    case .undo:
      try steps.undo(file, at: index.endOffset, keeping: index.contents)
      return .undone
    }
  }
}
