import Archiver

/// Findings as people read them: one bit can spoil every record after it in its block, and all of
/// them together say no more than the first few.
enum FoldedFindings {
  private static let shown = 3

  fileprivate struct Place: Hashable {
    let kind: FindingKind
    let path: String?
  }

  /// One line a finding, but only the first few of a kind in a file, and one for the rest of them.
  static func lines(_ findings: [Finding]) -> [String] {
    var counts: [Place: Int] = [:]
    for finding in findings { counts[Place(finding), default: 0] += 1 }
    var seen: [Place: Int] = [:]
    return findings.compactMap { finding in
      let place = Place(finding)
      let hidden = counts[place, default: 0] - shown
      let position = seen[place, default: 0] + 1
      seen[place] = position
      // One more line could as well be the finding itself.
      if hidden <= 1 || position <= shown { return VerifyWording.line(finding) }
      return position == shown + 1 ? line(hidden, place) : nil
    }
  }

  private static func line(_ hidden: Int, _ place: Place) -> String {
    "\(place.kind.rawValue): \(place.path.map { "\($0): " } ?? "")\(Numbers.grouped(hidden)) more"
      + " (verify --json lists up to \(VerifyReport.listed) of a kind)"
  }
}

extension FoldedFindings.Place {
  fileprivate init(_ finding: Finding) {
    self.init(kind: finding.kind, path: finding.path)
  }
}
