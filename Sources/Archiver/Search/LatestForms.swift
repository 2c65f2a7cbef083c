import Activities
import ArchiveFormat
import ArchiveStore

/// Tells which form of an activity is its latest.
///
/// Knows the amended activities of the day that is being searched, and of all days those to which
/// the API gave another time, since their forms may lie on different days.
struct LatestForms {
  private var day: UTCDay?
  private var amended: [Identifier: FormRank] = [:]
  private let redated: [Identifier: FormRank]

  /// What the forms of redated activities say.
  init(redated: [Identifier: FormRank] = [:]) {
    self.redated = redated
  }

  /// Takes in which activities of a day have been amended, and which amendment is the last.
  mutating func learn(_ amended: [Identifier: FormRank], of day: UTCDay) {
    self.day = day
    self.amended = amended
  }

  /// Drops the matches of a block that are not their activity's latest form.
  mutating func keepLatest(of result: inout ScanResult, _ day: UTCDay, _ rank: FormRank) {
    if self.day != day {
      amended.removeAll()
      self.day = day
    }
    guard !amended.isEmpty || !redated.isEmpty else { return }
    result.matches.removeAll { match in !isLatest(match.key.id, rank) }
  }

  private func isLatest(_ id: Identifier, _ rank: FormRank) -> Bool {
    guard let latest = redated[id] ?? amended[id] else { return true }
    return rank == latest
  }
}

extension Archive {
  /// The activities that a walk has found at another time than the archive holds them.
  var redated: Set<Identifier> { Set(walks.lazy.flatMap(\.redated)) }
}
