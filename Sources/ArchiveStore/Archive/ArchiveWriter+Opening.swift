import ArchiveFormat

extension ArchiveWriter {
  /// The folder of an archive, or one in which an archive may be made.
  static func folder(at path: String, mayBeMade: Bool) throws(StoreError) -> Folder {
    do throws(StoreError) {
      let folder = try Folder(path: path)
      try folder.refuseSnapshot()
      return folder
    } catch {
      guard mayBeMade, error.isNotFound else { throw error }
    }
    do throws(StoreError) {
      return try Folder.make(path: path)
    } catch {
      // Another writer may make the same archive at this moment; the lock decides.
      guard error.isNameTaken else { throw error }
      return try Folder(path: path)
    }
  }

  /// The index, which is made if nothing else lies in the folder.
  static func indexFile(in folder: Folder, mayBeMade: Bool) throws(StoreError) -> File {
    let mayBecomeArchive = try folder.mayBecomeArchive()
    if try folder.exists(Layout.index) {
      let isArchive = try folder.exists(Layout.checkpoint)
      guard isArchive || mayBecomeArchive else { throw .archive(.checkpointMissing) }
      return try folder.openForAppending(Layout.index)
    }
    if let checkpoint = try ArchiveFolder(folder).readCheckpoint() {
      throw .archive(.indexShort(lines: 0, expected: checkpoint.size))
    }
    guard mayBeMade else { throw .archive(.notAnArchive) }
    guard mayBecomeArchive else { throw .archive(.folderNotEmpty) }
    do throws(StoreError) {
      return try folder.create(Layout.index)
    } catch {
      guard error.isNameTaken else { throw error }
      return try folder.openForAppending(Layout.index)
    }
  }
}

extension Folder {
  /// Removes what a run that ended without cleaning up has left in `staging/`.
  func removeStaleFiles() throws(StoreError) {
    for (name, kind) in try names(in: Layout.staging) where kind != .folder {
      let path = "\(Layout.staging)/\(name)"
      if path != Layout.stagedCommit { try unlinkIfPresent(path) }
    }
  }
}
