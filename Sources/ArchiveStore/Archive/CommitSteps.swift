import ArchiveFormat

// The steps of a commit, in the order that recovery relies on (each ends with what it syncs):
//
//   1. record    staged files under their names in staging/, then staging/commit; staging/
//   2. place     files renamed into place; their folders and all folders above
//   3. append    the lines behind the index's last, in one write; the index
//   4. seal      checkpoint replaced; ARCHIVE
//   5. retire    files that the lines replace or expire removed; their folders
//   6. forget    staging/commit removed; nothing, as a commit that is in the index is only removed
//
// After a crash before the end of 1 nothing names the files, which are removed. From then on
// staging/commit is whole, as it gets its name only when its bytes are on the disk, and 2 to 6 can
// be repeated from any point between. Nothing that the archive holds is removed before 4 has made it
// a file of the past.

/// One commit on its way to the disk.
struct CommitSteps {
  let folder: Folder
  let staging: Staging
  let commit: StagedCommit

  /// Step 1; `paths` are where the commit's files lie, in the order of `commit.files`.
  func record(_ paths: [String]) throws(StoreError) {
    for (path, file) in zip(paths, commit.files) {
      try folder.rename(path, replacing: file.location.stagedPath)
    }
    try folder.replace(Layout.stagedCommit, with: commit.bytes, by: staging.newPath("commit"))
    try folder.syncFolder(Layout.staging)
  }

  /// Step 2. A file that is in place already is left there if it is the commit's.
  func place() throws(StoreError) {
    var folders: Set<String> = []
    for file in commit.files {
      let location = file.location
      try folder.makeFolders(onTheWayTo: location.path)
      if try folder.matches(file, at: location.path) {
        try folder.unlinkIfPresent(location.stagedPath)
      } else {
        try folder.rename(location.stagedPath, to: location.path)
      }
      folders.formUnion([location.folderPath, Layout.folder(of: location.stream), ""])
    }
    // Deeper folders first; a folder made by a run that crashed may not be on the disk either.
    for path in folders.sorted(by: >) { try folder.syncFolder(path) }
  }

  /// Step 3. What lies in the index behind `endOffset` is the start of these lines or nothing.
  func append(to index: borrowing File, at endOffset: Int64) throws(StoreError) {
    // Lines that were lost meanwhile must not become zeros.
    guard try index.size() >= endOffset else { throw .archive(.indexCut) }
    try index.truncate(to: endOffset)
    try index.write(commit.bytes.span.bytes)
    try index.sync()
  }

  /// Step 5. `contents` are those of the index with the commit, and what they hold stays.
  func retire(keeping contents: Contents) throws(StoreError) {
    let removed = commit.entries.compactMap(\.removedFile).filter { !contents.holds($0) }
    for location in removed { try folder.unlinkIfPresent(location.path) }
    // A run that crashed may have removed them and not come to this.
    for path in Set(removed.map(\.folderPath)).sorted() {
      if try folder.exists(path) { try folder.syncFolder(path) }
    }
  }

  /// Step 6.
  func forget() throws(StoreError) {
    try folder.unlinkIfPresent(Layout.stagedCommit)
  }

  /// Undoes steps 1 to 3 instead: the index ends at `endOffset` again, and exactly the files that
  /// the commit names are removed, but for those that the archive holds.
  func undo(_ index: borrowing File, at endOffset: Int64, keeping contents: Contents)
    throws(StoreError)
  {
    try index.truncate(to: endOffset)
    try index.sync()
    for file in commit.files where !contents.isNamed(file.location) {
      try folder.unlinkIfPresent(file.location.stagedPath)
      try folder.unlinkIfPresent(file.location.path)
    }
    try forget()
  }
}

extension Folder {
  /// Step 4.
  func seal(_ checkpoint: Checkpoint) throws(StoreError) {
    try replace(Layout.checkpoint, with: checkpoint.bytes, by: Layout.stagedCheckpoint)
    try sync()
  }

  /// Gives a file new content in one step, by way of another name on the same file system.
  fileprivate func replace(
    _ target: String, with bytes: [UInt8], by temporary: String
  ) throws(StoreError) {
    try unlinkIfPresent(temporary)
    let file = try create(temporary)
    do throws(StoreError) {
      try file.write(bytes.span.bytes)
      try file.sync()
      try rename(temporary, replacing: target)
    } catch {
      _ = try? unlinkIfPresent(temporary)
      throw error
    }
  }
}
