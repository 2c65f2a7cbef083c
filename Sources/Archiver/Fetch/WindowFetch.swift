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
  let progress: @Sendable (FetchEvent) -> Void

  /// Takes the step; the caller holds a slot.
  func take(_ step: FetchPlan.Step) async throws {
    switch step.kind {
    case .walk: try await walk(step.window)
    case .look: try await look(at: step.window)
    case .replies: try await walk(step.window, eventType: FetchPlan.replied)
    }
    progress(.finished(step.window))
  }

  /// Walks a window and commits what came of it; a window too large is halved first.
  private func walk(_ window: Window, eventType: String? = nil) async throws {
    let isDivisible = window.until - window.from >= .milliseconds(2)
    let intake = committer.intake(clock: client.clock, progress: progress)
    let outcome = await WindowWalk(
      of: window, eventType: eventType, limit: isDivisible ? options.largestWindow : .max,
      client: client, slots: slots, deliver: { try await intake.receive($0) }
    ).run()
    switch outcome {
    case .tooMany:
      for half in window.halves { try await walk(half, eventType: eventType) }
    case .walked(let result):
      // What another workspace's key received belongs nowhere here.
      if let refusal = result.failure as? FetchError { throw refusal }
      let departures = try await departures(result)
      if result.failure == nil || result.received > 0 {
        try await committer.commit(result, intake, departures)
      }
      if let failure = result.failure { throw failure }
    }
  }

  /// Only a complete walk of everything can tell that something is missing.
  private func departures(_ result: WalkResult) async throws -> Departures {
    guard result.isComplete, result.eventType == nil else { return Departures() }
    let missing = try await committer.liveKeys(in: result.window).filter {
      !result.ids.contains($0.id)
    }
    return try await Departures(of: missing, control: result.ids.first ?? control, client)
  }

  /// Asks for one number; reads on only where it differs from what is held.
  private func look(at window: Window) async throws {
    let (surplus, newest) = try await difference(in: window)
    guard surplus != 0 else { return }
    if surplus > 0, let newest {
      let tail = window.intersection(Window(from: newest - options.lag, until: window.until))
      if tail.from > window.from {
        try await walk(tail)
        if try await difference(in: window).count == 0 { return }
      }
    }
    try await walk(window)
  }

  /// How many activities the API has more than the archive, under the same bounds, and the newest
  /// one that the archive holds.
  private func difference(in window: Window) async throws -> (count: Int, newest: Instant?) {
    let below = window.from - .milliseconds(1)
    let total = try await client.count(ActivityFilter(after: below, before: window.until))
    let sent = Window(from: below + .nanoseconds(1), until: window.until)
    var held = 0
    var newest: Instant?
    // The millisecond below a midnight is another day's.
    for part in sent.days {
      let keys = try await committer.liveKeys(in: part)
      held += keys.count
      newest = keys.last?.instant ?? newest
    }
    return (total - held, newest)
  }
}

extension Window {
  /// The two parts that meet at the whole millisecond in the middle.
  var halves: [Window] {
    let grain: Int64 = 1_000_000
    let middle = from.nanoseconds + (until - from).wholeNanoseconds / 2
    let instant = Instant(nanoseconds: middle / grain * grain)
    return [Window(from: from, until: instant), Window(from: instant, until: until)]
  }
}
