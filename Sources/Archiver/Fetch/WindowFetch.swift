import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore

/// Takes one step of the plan: from the API's pages to a commit.
struct WindowFetch: Sendable {
  let client: APIClient
  let slots: WalkSlots
  let committer: Committer
  let options: FetchOptions
  /// An activity that the API has just shown; nil if it shows none.
  let control: Identifier?
  /// What windows wait for before their commit; nil for nothing.
  let opening: Opening?
  let progress: @Sendable (FetchEvent) -> Void

  /// Takes the step. It holds a slot while it asks the API, and none while it commits.
  func take(_ step: FetchPlan.Step) async throws {
    do {
      try await run(step)
    } catch {
      await opening?.note(ended: step.window, hasFailed: true)
      throw error
    }
    await opening?.note(ended: step.window, hasFailed: false)
    progress(.finished(step.window))
  }

  private func run(_ step: FetchPlan.Step) async throws {
    switch step.kind {
    case .walk: try await walk(step.window)
    case .look: try await look(at: step.window)
    case .compare: try await compare(step.window)
    case .replies: try await walk(step.window, eventType: FetchPlan.replied)
    }
  }

  /// Walks a window and commits what came of it; a window too large is halved first, one of several
  /// days cut at midnights unless it is empty. Gives the API's count of it.
  @discardableResult
  private func walk(_ window: Window, eventType: String? = nil) async throws -> Int {
    let parts = window.parts
    let limit = parts.isEmpty ? .max : window.isWithinADay ? options.limitOfAWalk : 0
    let intake = committer.intake(options, clock: client.clock, progress: progress)
    let attempt = WindowWalk(
      of: window, eventType: eventType, limit: limit, client: client, slots: slots,
      deliver: { try await intake.receive($0) })
    switch try await run(attempt) {
    case .walked(let result):
      try await commit(result, intake)
      return result.reported ?? 0
    case .tooMany(let total):
      var countsAlike = 0
      for part in parts {
        if try await walk(part, eventType: eventType) >= total { countsAlike += 1 }
      }
      // Halving would go on for ever where the count is the same whatever is asked for.
      guard countsAlike < 2 || !window.isWithinADay else { throw APIError.boundsIgnored }
      return total
    }
  }

  /// Walks in a slot; after a walk that failed no other begins.
  private func run(_ walk: WindowWalk) async throws -> WalkOutcome {
    try await slots.hold {
      let outcome = await walk.run()
      if case .walked(let result) = outcome, result.failure != nil { await slots.close() }
      return outcome
    }
  }

  /// Whatever ended the walk, what was received is kept.
  private func commit(_ result: WalkResult, _ intake: Intake) async throws {
    // What another workspace's key received belongs nowhere here.
    if let refusal = result.failure as? APIError, case .otherOrganization = refusal {
      throw refusal
    }
    var failure = result.failure
    var departures = Departures.unknown
    do {
      departures = try await slots.hold { try await self.departures(result) }
    } catch {
      failure = failure ?? error
    }
    if failure == nil || result.received > 0 {
      do {
        try await opening?.admit(result.window)
      } catch {
        throw failure ?? error
      }
      try await committer.commit(
        result, intake, departures, isCut: failure != nil, isAlone: await slots.isIdle)
      await opening?.note(committed: result.window)
    }
    if let failure { throw failure }
  }

  /// Only a complete walk of everything can tell that something is missing.
  private func departures(_ result: WalkResult) async throws -> Departures {
    guard result.isComplete, result.eventType == nil else { return .none }
    var missing = Set(result.departed)
    let archive = await committer.archive
    for day in result.window.days {
      missing.formUnion(try HeldPartition(archive, within: day).liveKeys(besides: result.ids))
    }
    return try await Departures(
      of: missing.sorted(), from: result.window, control: result.ids.first ?? control, client)
  }

  /// Asks for one number, and walks all of the window if it differs from what is expected.
  private func compare(_ window: Window) async throws {
    if try await slots.hold({ try await self.surplus(in: window) }) != 0 { try await walk(window) }
  }

  /// Asks for one number; reads on only where it differs from what is expected.
  private func look(at window: Window) async throws {
    let surplus = try await slots.hold { try await self.surplus(in: window) }
    guard surplus != 0 else { return }
    if surplus > 0, let newest = try await newest(in: window) {
      let tail = window.intersection(Window(from: newest - options.lag, until: window.until))
      if tail.from > window.from {
        try await walk(tail)
        if try await slots.hold({ try await self.surplus(in: window) }) == 0 { return }
      }
    }
    try await walk(window)
  }

  /// How many activities the API has more than the archive, under the same bounds.
  private func surplus(in window: Window) async throws -> Int {
    let below = window.from - .milliseconds(1)
    let total = try await client.count(ActivityFilter(after: below, before: window.until))
    let archive = await committer.archive
    // The millisecond below a midnight is another day's.
    let outside = HeldPartition(
      archive, within: Window(from: below + .nanoseconds(1), until: window.from))
    let expected =
      if let count = ExpectedCount.of(window, archive.walks) {
        count
      } else {
        try HeldPartition(archive, within: window).liveCount()
      }
    // The index says what it will: no number of its may trap.
    return total &- expected &- (try outside.liveCount())
  }

  /// The newest activity of the window that the archive holds.
  private func newest(in window: Window) async throws -> Instant? {
    var newest: Instant?
    try HeldPartition(await committer.archive, within: window).forEachKey { key, isGone in
      if !isGone { newest = key.instant }
    }
    return newest
  }
}

extension Window {
  var isWithinADay: Bool { until <= from.day.end }

  /// The days, or the two halves of a day; none of what is too short.
  ///
  /// Halves meet at a whole second: a time displayed less finely than it is stored would lie on the
  /// other side of a finer cut than the activity.
  fileprivate var parts: [Window] {
    guard isWithinADay else { return days }
    guard until - from >= .seconds(2) else { return [] }
    let half = from.nanoseconds + (until - from).wholeNanoseconds / 2
    let middle = Instant(seconds: Instant(nanoseconds: half).seconds)
    return [Window(from: from, until: middle), Window(from: middle, until: until)]
  }
}
