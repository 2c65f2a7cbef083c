import Activities
import Archiver

/// Counts over a range of days: at once what the index tells, then what has to be read.
struct Counting: Sendable {
  /// The templates that are told one by one.
  private static let mostTemplates = 50

  let archive: ServedArchive
  let slots: ScanSlots
  let damage: KnownDamage

  /// Server-sent events.
  func counts(_ query: [(name: String, value: String)]) async throws -> Answer {
    let (since, until) = try Self.days(query)
    let commit = try await archive.current()
    let overview = Overview(commit.activities)
    return .events { stream in
      try await stream.send("types", Self.object(overview.types(since: since, until: until)))
      try await slots.use {
        var toldAt = ContinuousClock.now
        let counts = try await overview.counts(since: since, until: until) { counts in
          guard ContinuousClock.now - toldAt > .milliseconds(250) else { return }
          toldAt = .now
          var object = Self.object(counts)
          try await stream.send("counts", object.finish())
        }
        for segment in counts.unread { damage.met(segment.reason, at: segment.path) }
        var object = Self.object(counts)
        object.number("faults", counts.faults)
        // Counts are remembered, and so may be of files that are damaged by now.
        let damaged = damage.report(on: commit.archive).days.filter { day in
          since.map { day >= $0 } ?? true && until.map { day < $0 } ?? true
        }
        object.number("damaged_days", damaged.count)
        try await stream.send("done", object.finish())
      }
    }
  }

  private static func days(
    _ query: [(name: String, value: String)]
  ) throws(Refusal) -> (since: UTCDay?, until: UTCDay?) {
    var days: [String: UTCDay] = [:]
    for (name, value) in query {
      guard ["since", "until"].contains(name), days[name] == nil, let day = UTCDay(value),
        day.start.day == day
      else {
        throw .invalidParameter(name, why: "'\(value)' is no UTC day like 2025-03-14.")
      }
      days[name] = day
    }
    let (since, until) = (days["since"], days["until"])
    if let since, let until, since >= until { throw .invalidParameter("until") }
    return (since, until)
  }

  private static func object(_ types: IndexTypes) -> String {
    var object = JSONText()
    object.number("activities", types.activities)
    object.counts("types", types.types)
    return object.finish()
  }

  private static func object(_ counts: OverviewCounts) -> JSONText {
    var object = JSONText()
    object.number("segments_read", counts.segmentsRead)
    object.number("segments", counts.segments)
    object.array("channels", channels(counts.channels))
    object.number("channels_other", counts.channels.others)
    object.number("templates_total", counts.templates.funnels.keys.count { $0 != nil })
    object.array("templates", counts.templates.largest(mostTemplates).map(template))
    object.number("templates_other", counts.templates.others.activities)
    return object
  }

  private static func channels(_ counts: ValueCounts) -> [String] {
    let known = counts.counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { channel($0.key, $0.value) }
    return known + (counts.without > 0 ? [channel(nil, counts.without)] : [])
  }

  private static func channel(_ value: String?, _ count: Int) -> String {
    var object = JSONText()
    object.string("value", value)
    object.number("count", count)
    return object.finish()
  }

  private static func template(_ id: Identifier?, _ funnel: TemplateFunnel) -> String {
    var object = JSONText()
    object.string("id", id?.description)
    object.number("activities", funnel.activities)
    object.number("sent", funnel.sent)
    object.number("opened", funnel.opened)
    object.number("replied", funnel.replied)
    object.number("interested", funnel.interested)
    return object.finish()
  }
}
