import Activities

/// How the walk of a window ended.
public struct WalkResult: Sendable {
  /// What was walked.
  public let window: Window
  /// The `event_type` that was asked for; nil for all activities.
  public let eventType: String?
  /// Whether the window was read to its end and `total_count`, asked once more, agreed, of a server
  /// that has read all of it itself.
  public let isComplete: Bool
  /// The last `total_count`, without the activities outside the window; nil if never answered.
  public let reported: Int?
  /// Distinct items received, quarantined ones included.
  public let received: Int
  /// The ids received within the window.
  public let ids: ReceivedIDs
  /// What was delivered and yet had gone when the walk ended.
  public let departed: [RecordKey]
  /// The server's time before the first request.
  public let startedAt: Instant
  /// The server's time after the last response.
  public let endedAt: Instant
  /// What ended the walk early.
  public let failure: (any Error)?

  /// The ids of all that was delivered, maybe of more, in a set that is made anew.
  public var deliveredIDs: Set<Identifier> {
    // What was delivered and then came at a time outside the window is in neither of the others.
    ids.all.union(departed.lazy.map(\.id)).union(ids.atSeveralTimes)
  }
}

/// What came of asking for a window.
public enum WalkOutcome: Sendable {
  case walked(WalkResult)
  /// The window holds more than a walk takes in one piece; nothing was delivered.
  case tooMany(total: Int)
}

/// A walk: reading every page of one window so that nothing visible throughout it is missed.
///
/// Page numbers shift when rows come and go behind them, so the lower bound is moved instead: each
/// request asks for the first hundred activities after a bound just below the last one received.
/// Every response is one consistent view, and the bound moves over received rows only.
public struct WindowWalk: Sendable {
  let client: APIClient
  let slots: WalkSlots
  let window: Window
  let eventType: String?
  let limit: Int
  let tally: WalkTally

  /// A walk that hands each item received to `deliver`: once, again when it comes a second time, and
  /// again whenever it has changed or its part is walked again. The caller holds one of the `slots` while it runs.
  ///
  /// A window with more than `limit` activities is left alone and reported as too many.
  public init(
    of window: Window, eventType: String? = nil, limit: Int = .max, client: APIClient,
    slots: WalkSlots,
    deliver: @escaping @Sendable (ReceivedItems) async throws -> Void
  ) {
    self.client = client
    self.slots = slots
    self.window = window
    self.eventType = eventType
    self.limit = limit
    tally = WalkTally(window: window, deliver: deliver)
  }

  /// Walks the window; whatever ends the walk early is told in the result, with what was received.
  public func run() async -> WalkOutcome {
    await withTaskExecutorPreference(client.executor) { await walk() }
  }

  private func walk() async -> WalkOutcome {
    let startedAt = client.clock.now
    var reported: Int?
    var failure: (any Error)?
    var isComplete = false
    do {
      let first = try await client.page(query(bounds(of: window), size: 100))
      guard first.totalCount <= limit else { return .tooMany(total: first.totalCount) }
      reported = first.totalCount
      await tally.expect(first.totalCount)
      try await PartWalk(self, part: window).run(from: first)
      (isComplete, reported) = try await settleCount()
    } catch {
      failure = error
    }
    let outside = await tally.outside
    return .walked(
      WalkResult(
        window: window, eventType: eventType, isComplete: isComplete,
        reported: reported.map { max(0, $0 - outside) },
        received: await tally.distinct - outside, ids: await tally.received,
        departed: await tally.departed, startedAt: startedAt,
        endedAt: max(startedAt, client.clock.now), failure: failure))
  }

  /// Asks for `total_count` once more, and while it differs walks again where it differs.
  private func settleCount() async throws -> (isComplete: Bool, reported: Int) {
    var total = 0
    for round in 1...Self.rounds {
      let last = try await client.page(query(bounds(of: window), size: 1))
      total = last.totalCount
      let isDoubtful = await tally.isDoubtful
      if await tally.distinct == total, !isDoubtful {
        return (last.unread.allSatisfy { $0.intersection(window).isEmpty }, total)
      }
      guard round < Self.rounds else { break }
      let parts =
        isDoubtful ? [window] : try await differingParts(of: window, total: total)
      for part in parts {
        await tally.forget(part)
        try await PartWalk(self, part: part).run()
      }
    }
    return (false, total)
  }

  /// The parts whose counts differ from what was received, found by bisection.
  private func differingParts(of part: Window, total: Int) async throws -> [Window] {
    let length = part.until - part.from
    guard total > Self.worthBisecting, length > .seconds(2), await tally.isPlaceable else {
      return [part]
    }
    let middle = midpoint(of: part)
    var parts: [Window] = []
    for half in [
      Window(from: part.from, until: middle), Window(from: middle, until: part.until),
    ] {
      let bounds = bounds(of: half)
      let count = try await client.count(bounds)
      let received = await tally.count(
        after: half.from - Self.slack, before: half.until)
      if count != received { parts += try await differingParts(of: half, total: count) }
    }
    return parts
  }

  /// How often `total_count` is compared before the walk is left incomplete.
  private static let rounds = 4
  /// A part with fewer activities is walked again as a whole.
  private static let worthBisecting = 1_000
  /// The bound is exclusive and its grain unknown: it is sent this far below what is wanted.
  static let slack = Duration.milliseconds(1)

  /// The filter whose exclusive bounds take in all of `part`.
  func bounds(of part: Window) -> ActivityFilter {
    ActivityFilter(
      after: part.from - Self.slack, before: part.until, eventType: eventType)
  }

  func query(_ filter: ActivityFilter, size: Int) -> ActivityQuery {
    ActivityQuery(filter, order: .ascending, page: 1, size: size)
  }

  /// The whole millisecond in the middle.
  func midpoint(of part: Window) -> Instant {
    let grain: Int64 = 1_000_000
    let half = (part.until - part.from).wholeNanoseconds / 2
    return Instant(nanoseconds: (part.from.nanoseconds + half) / grain * grain)
  }
}
