import ArchiveStore

/// Why activities cannot be served, beside what cannot be read at all.
public enum PagingError: Error, Hashable, Sendable {
  /// What a segment says of its blocks, or a block of its records, is not what the index says or the
  /// records are; `offset` is the block's in the file.
  case damaged(path: String, offset: Int64)
}
