import Activities
import ArchiveFormat
import ArchiveStore

/// Holds redacted records of a segment against the redactions that the index has of it: each of the
/// one must have one of the other.
struct RedactionCheck {
  private let segment: Segment
  private var counts: [Redaction: Int] = [:]

  init(_ segment: Segment) {
    self.segment = segment
  }

  /// Redacted records so far.
  var count: Int { counts.values.reduce(0, +) }

  /// What a line stands for if it is a redacted record; logs one that nothing founds, which counts as
  /// the record that it is.
  mutating func read(_ line: RawSpan, number: Int, _ log: inout FindingLog) -> RedactedRecord? {
    guard let record = segment.redactedRecord(line) else {
      if RedactedRecord(line: line) != nil {
        log.add(
          .redactionUnfounded, path: segment.location.path, line: number, .notRedactedByIndex)
      }
      return nil
    }
    counts[record.redaction, default: 0] += 1
    return record
  }

  /// After the last record of a file that was read to its end.
  func finish(_ log: inout FindingLog) {
    let expected = Dictionary(segment.redactions.map { ($0.redaction, $0.redacted) }) { $0 &+ $1 }
    for (redaction, expected) in expected.sorted(by: { $0.key.at < $1.key.at }) {
      let found = counts[redaction] ?? 0
      guard found != expected else { continue }
      log.add(
        .redactionUnfounded, path: segment.location.path,
        .redacted(redaction, expected: expected, found: found))
    }
  }

  /// Whether the types that are left can be those that were archived: what was redacted has taken its
  /// own with it.
  func explains(_ found: [String: Int], of archived: [String: Int]) -> Bool {
    guard count > 0 else { return found == archived }
    // Names beyond the most that are counted may take the place of those that went.
    let isFull = archived.count >= CountedTypes.maximum
    guard isFull || found.keys.allSatisfy({ archived[$0] != nil }) else { return false }
    let differences = archived.map { type, number in number &- (found[type] ?? 0) }
    let gone = differences.reduce(0) { $0 &+ max($1, 0) }
    return differences.allSatisfy { $0 >= 0 } && gone <= count
  }
}
