import Activities
import ArchiveFormat
import ArchiveStore

/// An archived activity that the API has no more.
public struct VanishedActivity: Hashable, Sendable {
  /// Which one.
  public let id: Identifier
  /// When a walk noticed it first.
  public let noticedAt: Instant

  /// All that vanished and did not come back, in the order in which it was noticed.
  static func all(_ walks: [WalkEntry]) -> [VanishedActivity] {
    var noticed: [Identifier: Int] = [:]
    for (index, walk) in walks.enumerated() {
      for id in walk.returned + walk.redated { noticed[id] = nil }
      for id in walk.vanished where noticed[id] == nil { noticed[id] = index }
    }
    return noticed.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
      .map { VanishedActivity(id: $0.key, noticedAt: walks[$0.value].endedAt) }
  }
}

extension Archive {
  /// Activities that the API has no more, as far as is known, in the order in which that was noticed.
  public var vanished: [VanishedActivity] { VanishedActivity.all(walks) }
}

/// What happened to an archived activity, by the walk that noticed it, or the redaction.
public struct ActivityEvent: Hashable, Sendable {
  /// What happened.
  public enum Kind: Hashable, Sendable {
    /// The activity itself, or a form that differs from the one before; it was archived.
    case archived, amended
    /// That the API has it no more, has it again, or has it with another `created_at`.
    case vanished, returned, redated
    /// Nothing new: the API has what the archive holds.
    case unchanged
    /// What it said was erased, for this reason.
    case redacted(reason: String)
  }

  /// What happened.
  public let kind: Kind
  /// When the walk ended, or the redaction was made.
  public let at: Instant
}

extension Search {
  /// What the walks noticed of an activity with these forms, as `forms(of:)` gives them: every change,
  /// and if it was there all the same later on, the last walk that saw it; and its redactions.
  public func events(of id: Identifier, _ forms: [ActivityForm]) -> [ActivityEvent] {
    let arrivals = Dictionary(grouping: forms) { walk(of: $0.rank) }
    var events: [ActivityEvent] = []
    var lastSeen: Instant?
    var whereabouts: Instant?
    for (index, walk) in archive.walks.enumerated() {
      let kinds = changes(of: id, by: walk, arrivals[index] ?? [])
      events += kinds.map { ActivityEvent(kind: $0, at: walk.endedAt) }
      if let form = arrivals[index]?.last { whereabouts = form.key.instant }
      let isThere = [.archived, .amended, .returned, .unchanged].contains(events.last?.kind)
      guard kinds.isEmpty else {
        lastSeen = nil
        continue
      }
      // Only a complete walk of everything would have noticed that the activity is missing.
      if isThere, walk.isComplete, walk.eventType == nil,
        whereabouts.map(walk.window.contains) == true
      {
        lastSeen = walk.endedAt
      }
    }
    events += lastSeen.map { [ActivityEvent(kind: .unchanged, at: $0)] } ?? []
    return events.including(Set(forms.compactMap(\.redaction)))
  }

  private func changes(
    of id: Identifier, by walk: WalkEntry, _ forms: [ActivityForm]
  ) -> [ActivityEvent.Kind] {
    // An activity that a walk received may be gone before the walk ends, but not the other way.
    (walk.returned.contains(id) ? [.returned] : [])
      + forms.map { $0.rank.isAmendment ? .amended : .archived }
      + (walk.vanished.contains(id) ? [.vanished] : [])
      + (walk.redated.contains(id) ? [.redated] : [])
  }

  /// The number of the walk that committed a form; nil if the archive does not hold it.
  private func walk(of rank: FormRank) -> Int? {
    archive.segments(of: rank.isAmendment ? .amendments : .activities)
      .first { FormRank(of: $0) == rank }?.walksBefore
  }
}

extension [ActivityEvent] {
  /// These events, whose order stays, with redactions among them by their times.
  fileprivate func including(_ redactions: Set<Redaction>) -> [ActivityEvent] {
    redactions.sorted { $0.at < $1.at }.reduce(into: self) { events, redaction in
      let event = ActivityEvent(kind: .redacted(reason: redaction.reason), at: redaction.at)
      let place = events.firstIndex { $0.at > redaction.at } ?? events.endIndex
      events.insert(event, at: place)
    }
  }
}
