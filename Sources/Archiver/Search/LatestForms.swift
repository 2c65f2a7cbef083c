import Activities
import ArchiveFormat
import ArchiveStore

/// Tells which form of an activity is its latest.
///
/// Knows the amended activities of the day that is being searched, and of all days those to which
/// the API gave another time, since their forms may lie on different days.
struct LatestForms {
  private var day: UTCDay?
  private var parts: [Identifier: Int] = [:]
  private let redated: [Identifier: FormRank]

  /// What the forms of redated activities say.
  init(redated: [Identifier: FormRank] = [:]) {
    self.redated = redated
  }

  /// Takes in which activities of a day have been amended, in which part last.
  mutating func learn(_ parts: [Identifier: Int], of day: UTCDay) {
    self.day = day
    self.parts = parts
  }

  /// Drops the matches of a block that are not their activity's latest form.
  mutating func keepLatest(of result: inout ScanResult, _ day: UTCDay, _ rank: FormRank) {
    if self.day != day {
      parts.removeAll()
      self.day = day
    }
    guard !parts.isEmpty || !redated.isEmpty else { return }
    result.matches.removeAll { match in !isLatest(match.key.id, rank) }
  }

  private func isLatest(_ id: Identifier, _ rank: FormRank) -> Bool {
    if let latest = redated[id] { return rank == latest }
    guard let part = parts[id] else { return true }
    return rank.isAmendment && rank.number == part
  }
}

extension Archive {
  /// The activities that a walk has found at another time than the archive holds them.
  var redated: Set<Identifier> { Set(walks.lazy.flatMap(\.redated)) }
}
