import Activities

/// The activities that a workspace starts with, sorted by time.
struct Timeline: Sendable {
  let keys: [ActivityKey]
  let calendar: WorkCalendar
  private let hash: SeededHash
  private let tied: [Tied]

  /// Times that were all made one.
  private struct Tied {
    var original: ClosedRange<Int64>
    var shared: Int64
  }

  init(_ configuration: WorkspaceConfiguration, hash: SeededHash) {
    let until = configuration.until.microseconds
    let from = until - Int64(max(1, configuration.days)) * WorkCalendar.day
    calendar = WorkCalendar(
      from: from, until: until, unit: configuration.storesMicroseconds ? 1 : 1_000)
    self.hash = hash
    var keys = Self.live(configuration, calendar: calendar, hash: hash)
    keys.sort(by: ActivityKey.precedes)
    tied = configuration.ties.map { Self.tie($0, in: &keys) } ?? []
    self.keys = keys
  }

  private static func live(
    _ configuration: WorkspaceConfiguration, calendar: WorkCalendar, hash: SeededHash
  ) -> [ActivityKey] {
    let wanted = max(0, configuration.activities)
    var keys: [ActivityKey] = []
    keys.reserveCapacity(wanted)
    var enrollment: UInt32 = 0
    while keys.count < wanted {
      let life = EnrollmentLife.steps(of: enrollment, in: calendar, hash: hash)
      for (place, step) in life.prefix(wanted - keys.count) {
        let number = UInt64(enrollment)
        let part = UInt64(place)
        let isUnknown = hash.chance(configuration.unknownTypes, .unknownType, number, part)
        keys.append(
          ActivityKey(
            time: step.time, enrollment: enrollment, step: place, subject: step.subject,
            kind: isUnknown
              ? ActivityKind(unknown: hash.value(.metadata, number, part))
              : ActivityKind(step.type),
            channel: isUnknown ? .phone : step.channel,
            hasUnknownFields: hash.chance(
              configuration.unknownFields, .unknownField, number, part)))
      }
      enrollment += 1
    }
    return keys
  }

  private static func tie(
    _ ties: WorkspaceConfiguration.Ties, in keys: inout [ActivityKey]
  ) -> [Tied] {
    var tied: [Tied] = []
    var free = 0
    for group in 0..<max(0, ties.groups) {
      var first = max(free, keys.count * (group + 1) / (ties.groups + 1) - ties.size / 2)
      while first > 0, first < keys.count, keys[first].time == keys[first - 1].time { first += 1 }
      var end = min(keys.count, first + max(0, ties.size))
      while end > 0, end < keys.count, keys[end].time == keys[end - 1].time { end += 1 }
      guard first < end else { continue }
      let shared = keys[first].time
      tied.append(Tied(original: shared...keys[end - 1].time, shared: shared))
      for position in first..<end { keys[position].time = shared }
      keys[first..<end].sort(by: ActivityKey.precedes)
      free = end
    }
    return tied
  }

  /// Where the activity of an enrollment's step is; nil if there is none.
  func position(enrollment: UInt32, step: UInt8) -> Int? {
    let life = EnrollmentLife.steps(of: enrollment, in: calendar, hash: hash)
    guard let original = life.first(where: { $0.place == step })?.step.time else { return nil }
    let time = tied.first { $0.original.contains(original) }?.shared ?? original
    var position = firstPosition(notBefore: time)
    while position < keys.count, keys[position].time == time {
      if keys[position].enrollment == enrollment, keys[position].step == step { return position }
      position += 1
    }
    return nil
  }

  /// The first position whose time is at or after `time` (microseconds).
  func firstPosition(notBefore time: Int64) -> Int {
    keys.partitionPoint { $0.time >= time }
  }

  /// The positions whose stored instants lie within a filter's bounds.
  func positions(within filter: ActivityFilter) -> Range<Int> {
    let lower = filter.after.map { after in keys.partitionPoint { $0.instant > after } } ?? 0
    let upper = filter.before.map { before in keys.partitionPoint { $0.instant >= before } }
    return lower..<max(lower, upper ?? keys.count)
  }
}

extension RandomAccessCollection {
  /// The first index whose element satisfies `predicate`, given that all after it do too.
  func partitionPoint(_ predicate: (Element) -> Bool) -> Index {
    var lower = startIndex
    var length = count
    while length > 0 {
      let half = length / 2
      let middle = index(lower, offsetBy: half)
      if predicate(self[middle]) {
        length = half
      } else {
        lower = index(after: middle)
        length -= half + 1
      }
    }
    return lower
  }
}
