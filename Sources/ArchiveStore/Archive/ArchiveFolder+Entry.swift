import ArchiveFormat

extension ArchiveFolder {
  /// The first entry of the archive at `path`, which tells its source; nil if an archive has yet to
  /// be made there.
  ///
  /// Reads no more of the index. Throws `StoreError.system`, and `StoreError.archive` for an entry
  /// that is none, or a folder in which no archive can be made.
  public static func firstEntry(ofArchiveAt path: String) throws(StoreError) -> ArchiveEntry? {
    do throws(StoreError) {
      let folder = try Folder(path: path)
      try folder.refuseSnapshot()
      return try ArchiveFolder(folder).firstEntry()
    } catch {
      guard error.isNotFound else { throw error }
      return nil
    }
  }

  private func firstEntry() throws(StoreError) -> ArchiveEntry? {
    if var lines = try indexLines(), try lines.next() {
      return try lines.withLine { line throws(StoreError) in try Self.archiveEntry(line) }
    }
    // The commit that makes the archive may have been interrupted: it will be finished.
    if let bytes = try stagedCommit() {
      let commit = StagedCommit(reading: bytes)
      if commit.isWhole, case .archive(let entry) = commit.entries.first { return entry }
    }
    if let checkpoint = try readCheckpoint() {
      throw .archive(.indexShort(lines: 0, expected: checkpoint.size))
    }
    guard try folder.mayBecomeArchive() else { throw .archive(.folderNotEmpty) }
    return nil
  }

  private static func archiveEntry(_ line: RawSpan) throws(StoreError) -> ArchiveEntry {
    do throws(IndexEntryError) {
      if case .archive(let entry) = try IndexEntry(line: line) { return entry }
    } catch {
      throw .archive(.index(line: 1, .entry(error)))
    }
    throw .archive(.index(line: 1, .contradiction(.noArchiveEntry)))
  }
}

extension Folder {
  /// Whether nothing lies in the folder but what an archive that is being made can have left.
  func mayBecomeArchive() throws(StoreError) -> Bool {
    try names(in: "").allSatisfy { [Layout.index, Layout.staging].contains($0.name) }
  }
}
