import ArchiveFormat

extension Archive {
  /// Throws `ArchiveFault.ofThePast` if a file of a segment that was replaced or has expired is there all
  /// the same, as from a copy that was put back. While a commit has not ended, its own may be there.
  ///
  /// The same records in another file are no reason not to write, but what was to be erased is.
  public func refuseFilesOfThePast() throws(StoreError) {
    guard try folder.stagedCommit() == nil else { return }
    for stream in SegmentStream.allCases {
      try folder.forEachSegmentFile(of: stream) { (file) throws(StoreError) in
        guard let location = file.location, contents.isOfThePast(location) else { return }
        throw .archive(.ofThePast(path: file.path))
      }
    }
  }
}
