import Activities
import ArchiveFormat

/// A checkpoint of an earlier time that was kept outside the archive.
public struct KeptCheckpoint: Hashable, Sendable {
  /// The file that it was kept in, as its user calls it.
  public let file: String
  /// What it says.
  public let checkpoint: Checkpoint

  /// Reads the file's bytes.
  public init(file: String, _ bytes: RawSpan) throws(CheckpointError) {
    self.file = file
    checkpoint = try Checkpoint(bytes)
  }
}

/// How an archive does not extend a checkpoint that was kept elsewhere.
public enum KeptCheckpointFault: Hashable, Sendable {
  /// It was made for another archive than this one.
  case otherArchive(Identifier, this: Identifier)
  /// The index has so many lines, the checkpoint stands for more.
  case indexShort(lines: Int, expected: Int)
  /// The first lines, so many as the checkpoint stands for, have another root.
  case root(lines: Int, expected: Hash256, found: Hash256)
}
