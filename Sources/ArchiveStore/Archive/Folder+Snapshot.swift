import ArchiveFormat

extension Folder {
  /// The folder at `path` or, if that is a bag in which an archive lies, the folder of the archive.
  static func ofArchive(orBagAt path: String) throws(StoreError) -> Folder {
    let folder = try Folder(path: path)
    return try folder.isBag() ? folder.folder(Bag.payload) : folder
  }

  /// Whether the folder is a BagIt bag of an archive, and none itself.
  private func isBag() throws(StoreError) -> Bool {
    guard try kind(of: Bag.declaration) == .file, try kind(of: Bag.payload) == .folder,
      try !exists(Layout.index), try !exists(Layout.checkpoint)
    else { return false }
    if try exists("\(Bag.payload)/\(Layout.index)") { return true }
    return try exists("\(Bag.payload)/\(Layout.checkpoint)")
  }

  /// Which days the folder holds if it is a snapshot.
  func snapshotDescription() throws(StoreError) -> SnapshotDescription? {
    let limit = SnapshotDescription.maximumLength
    guard let bytes = try contents(Layout.snapshot, upTo: limit + 1) else { return nil }
    do throws(IndexEntryError) {
      return try SnapshotDescription(bytes.span.bytes)
    } catch {
      throw .archive(.snapshotMalformed(error))
    }
  }

  /// Throws `ArchiveFault.isSnapshot` for a snapshot, whatever it says, and for the bag of one.
  func refuseSnapshot() throws(StoreError) {
    let isBag = try isBag()
    let isSnapshot = try exists(Layout.snapshot)
    if isBag || isSnapshot { throw .archive(.isSnapshot) }
  }
}
