import Activities

/// The sources of a merge, by the key that each has next.
///
/// Of equal keys the source with the lower number comes first, so that a merge over sources in the
/// order of arrival keeps that order.
struct MergeHeap: Sendable {
  private struct Entry: Comparable {
    let key: RecordKey
    let source: Int

    static func < (left: Entry, right: Entry) -> Bool {
      left.key != right.key ? left.key < right.key : left.source < right.source
    }
  }

  private var entries: [Entry] = []

  /// The source that has the least key; nil if none has one.
  var first: (key: RecordKey, source: Int)? { entries.first.map { ($0.key, $0.source) } }

  /// Adds a source with its first key.
  mutating func insert(_ key: RecordKey, from source: Int) {
    entries.append(Entry(key: key, source: source))
    var child = entries.count - 1
    while child > 0, entries[child] < entries[(child - 1) / 2] {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Gives the first source its next key, or drops it if it has none.
  mutating func replaceFirst(by key: RecordKey?) {
    guard let first = entries.first else { return }
    if let key {
      entries[0] = Entry(key: key, source: first.source)
    } else {
      entries.swapAt(0, entries.count - 1)
      entries.removeLast()
    }
    sink()
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < entries.count && entries[child] < entries[least] {
        least = child
      }
      guard least != parent else { return }
      entries.swapAt(parent, least)
      parent = least
    }
  }
}
