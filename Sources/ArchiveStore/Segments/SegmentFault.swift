import Activities
import ArchiveFormat

/// What is wrong with a place in a segment file.
public enum SegmentFault: Hashable, Sendable {
  /// No block starts here.
  case header(BlockHeaderError)
  /// The bytes are no gzip member.
  case corrupt
  /// The file ends within the member.
  case truncated
  /// Bytes that are no gzip member follow the last one.
  case trailingBytes
  /// The content has another length than the member's trailer or header says, or the member
  /// another one than the header says.
  case sizeDiffers
  /// The content has another CRC-32 than the member's trailer says.
  case checksumDiffers
  /// The content is longer than `SegmentWriter.maximumBlockContent`.
  case tooLarge
  /// With the content, that of the segment is longer than the index says: it was not read further.
  case beyondIndex
  /// The record with this position in its block, from 0, cannot be placed.
  case record(Int, RecordError)
}
