/// Findings, as many of each kind as a reader can use, and how many there are in truth.
struct FindingLog: Sendable {
  /// The findings of one kind that are kept.
  static let limit = 100

  private(set) var findings: [Finding] = []
  /// The true number of findings of each kind.
  private(set) var counts: [FindingKind: Int] = [:]

  mutating func add(
    _ kind: FindingKind, path: String? = nil, line: Int? = nil, pointer: String? = nil,
    _ detail: FindingDetail = .none
  ) {
    let count = counts[kind, default: 0]
    counts[kind] = count + 1
    guard count < Self.limit else { return }
    findings.append(Finding(kind, path: path, line: line, pointer: pointer, detail))
  }

  /// Counts findings that are not listed one by one.
  mutating func addUnlisted(_ kind: FindingKind, count: Int) {
    guard count > 0 else { return }
    counts[kind, default: 0] += count
  }

  /// Adds findings that come after these.
  mutating func append(_ other: FindingLog) {
    var kept: [FindingKind: Int] = [:]
    for finding in findings { kept[finding.kind, default: 0] += 1 }
    for finding in other.findings where kept[finding.kind, default: 0] < Self.limit {
      kept[finding.kind, default: 0] += 1
      findings.append(finding)
    }
    for (kind, count) in other.counts { counts[kind, default: 0] += count }
  }

  /// The findings, each kind that is cut ending in one that says how many there are.
  var closed: [Finding] {
    var result = findings
    for kind in FindingKind.allCases {
      let listed = findings.count { $0.kind == kind }
      guard let total = counts[kind], total > listed else { continue }
      let place = (result.lastIndex { $0.kind == kind }).map { $0 + 1 } ?? result.endIndex
      result.insert(Finding(kind, .more(total: total)), at: place)
    }
    return result
  }
}
