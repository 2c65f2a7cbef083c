import ArchiveFormat
import Dispatch
import Synchronization

/// What an index line is by itself, before it is held against the ones before it.
struct ReadLine: Sendable {
  /// The line's leaf in the index's Merkle tree.
  let leaf: Hash256
  let entry: Result<IndexEntry, IndexEntryError>

  private init(_ line: RawSpan, _ reader: inout IndexEntryReader) {
    leaf = MerkleTree.leafHash(line)
    entry = Result { () throws(IndexEntryError) in try reader.entry(on: line) }
  }

  /// Reads lines over all cores; in their order.
  static func all(_ lines: [Range<Int>], in text: RawSpan) -> FlattenSequence<[[ReadLine]]> {
    let share = max(minimumShare, (lines.count + processorCount() - 1) / processorCount())
    let shares = Mutex<[[ReadLine]]>(
      Array(repeating: [], count: (lines.count + share - 1) / share))
    DispatchQueue.concurrentPerform(iterations: shares.withLock(\.count)) { index in
      let own = lines[index * share..<min((index + 1) * share, lines.count)]
      var reader = IndexEntryReader()
      let read = own.map { ReadLine(text.extracting($0), &reader) }
      shares.withLock { $0[index] = read }
    }
    return shares.withLock { $0 }.joined()
  }

  /// Fewer lines are read sooner than another thread begins.
  private static let minimumShare = 64
}
