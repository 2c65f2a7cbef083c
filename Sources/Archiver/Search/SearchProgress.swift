import ArchiveFormat
import ArchiveStore

/// How far a search has come, in blocks as the index counts them.
public struct SearchProgress: Hashable, Sendable {
  /// Those that were read, or passed over because they cannot match.
  public let blocks: Int
  /// Those of all days that the query's bounds leave.
  public let totalBlocks: Int
}

/// Adds up the blocks that a search goes through, day by day.
struct SearchMeter {
  private let total: Int
  /// Of the days before the present one, all of their blocks.
  private var before = 0
  private var ofDay = 0
  private var inDay = 0

  /// Of days with these segments.
  init(_ segments: [Segment]) {
    total = segments.blocks
  }

  /// Goes on to a day, which ends the one before.
  mutating func begin(_ day: [Segment]) {
    before &+= ofDay
    ofDay = day.blocks
    inDay = 0
  }

  /// Blocks of the present day are behind us.
  mutating func add(_ blocks: Int) {
    // A damaged segment may have more than the index says.
    inDay = min(ofDay, inDay &+ blocks)
  }

  var progress: SearchProgress { SearchProgress(blocks: before &+ inDay, totalBlocks: total) }
}

extension [Segment] {
  /// How many blocks they have by the index.
  var blocks: Int {
    let size = BlockSummary.maximumCount
    return reduce(0) { $0 &+ ($1.entry.count / size + ($1.entry.count % size > 0 ? 1 : 0)) }
  }
}
