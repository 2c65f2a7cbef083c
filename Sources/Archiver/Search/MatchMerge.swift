import Activities
import ArchiveStore

/// Brings the matches of blocks that overlap in time into one order.
///
/// It holds what is not earlier than the next block: of each part the rest of one block.
struct MatchMerge {
  private struct Run {
    let result: ScanResult
    let segment: Segment
    let rank: FormRank
    var position = 0

    var key: RecordKey { result.matches[position].key }

    static func precedes(_ left: Run, _ right: Run) -> Bool {
      left.key != right.key ? left.key < right.key : left.rank < right.rank
    }
  }

  private var runs: [Run] = []

  /// Adds a block's matches, which are in order.
  mutating func add(_ result: ScanResult, of segment: Segment) {
    guard !result.matches.isEmpty else { return }
    runs.append(Run(result: result, segment: segment, rank: FormRank(of: segment)))
  }

  /// Takes the first match that is earlier than `bound`; any if that is nil.
  mutating func next(before bound: Instant?) -> ActivityForm? {
    guard let index = runs.indices.min(by: { Run.precedes(runs[$0], runs[$1]) }) else { return nil }
    let run = runs[index]
    if let bound, run.key.instant >= bound { return nil }
    let match = run.result.matches[run.position]
    runs[index].position += 1
    if runs[index].position == run.result.matches.count { runs.remove(at: index) }
    return ActivityForm(Array(run.result.bytes[match.range]), match.key, of: run.segment)
  }
}
