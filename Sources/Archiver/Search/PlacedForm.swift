import ArchiveFormat
import ArchiveStore

/// A form of an activity and where it lies.
public struct PlacedForm: Sendable {
  /// The form.
  public let form: ActivityForm
  /// The segment's path, relative to the archive's folder.
  public let path: String
  /// The line, from 1, of the segment's text, as the headers of the blocks before count.
  public let line: Int
  /// The block, from 1.
  public let block: Int
  /// The byte of the segment's file, from 0, at which the block begins.
  public let blockOffset: Int64
  /// What the segment's Merkle root holds of the form; of a redacted one, of what it said.
  public let leafHash: Hash256

  init(_ form: ActivityForm, in block: Block, of segment: Segment, line: Int) {
    self.form = form
    path = segment.location.path
    self.line = line
    self.block = block.number + 1
    blockOffset = block.offset
    leafHash = segment.leafHash(of: form.record.span.bytes)
  }
}
