import ArchiveFormat

extension Archive {
  /// A file of a segment that was replaced or has expired and is there all the same, as from a copy that
  /// was put back; nil if there is none. While a commit has not ended, its own may be there.
  public func fileOfThePast() throws(StoreError) -> String? {
    guard try folder.stagedCommit() == nil else { return nil }
    var found: String?
    for stream in SegmentStream.allCases {
      try folder.forEachSegmentFile(of: stream) { (file) throws(StoreError) in
        guard found == nil, let location = file.location, contents.isNamed(location),
          !contents.holds(location)
        else { return }
        found = file.path
      }
    }
    return found
  }
}
