import Activities

/// The walk of one part of a window, by moving the lower bound.
struct PartWalk: Sendable {
  private let walk: WindowWalk
  private let until: Instant
  private var bound: Instant
  private var barrenUnits = 0

  init(_ walk: WindowWalk, part: Window) {
    self.init(walk, after: part.from - WindowWalk.slack, until: part.until)
  }

  private init(_ walk: WindowWalk, after bound: Instant, until: Instant) {
    self.walk = walk
    self.bound = bound
    self.until = until
  }

  /// Reads the part to its end, from `first` on if that was read already.
  func run(from first: Page? = nil) async throws {
    var part = self
    var page = if let first { first } else { try await part.next() }
    while let following = try await part.following(page) { page = following }
  }

  private var filter: ActivityFilter {
    ActivityFilter(after: bound, before: until, eventType: walk.eventType)
  }

  private func next() async throws -> Page {
    try await walk.client.page(walk.query(filter, size: 100))
  }

  /// Takes in a page and gives the one after it; nil once the part is read.
  private mutating func following(_ page: Page) async throws -> Page? {
    let unit = await walk.tally.unit(with: page)
    let fault = fault(in: page, unit)
    let rest = page.totalCount - page.items.count
    if fault == nil, page.hasMore, let last = page.lastInstant, last - unit > bound {
      bound = last - unit
      barrenUnits = 0
      guard await takesSlotToSplit(expecting: rest) else { return try await next(receiving: page) }
      try await walkHalves(receiving: page)
      return nil
    }
    _ = try await walk.tally.receive(page)
    if let fault { throw fault }
    guard page.hasMore else { return nil }
    guard !page.items.isEmpty else { throw APIError.emptyPage }
    if page.lastInstant == nil {
      guard try await halve(unit) else { return nil }
    } else {
      try await passUnit(unit)
    }
    guard await takesSlotToSplit(expecting: rest) else { return try await next() }
    try await walkHalves()
    return nil
  }

  /// Takes in a page while the one after it, whose place it has told, is on its way.
  private func next(receiving page: Page) async throws -> Page {
    async let following = next()
    // Where other walks keep the threads busy, the request would go out only after the page is taken in.
    await Task.yield()
    _ = try await walk.tally.receive(page)
    return try await following
  }

  /// Reads what a whole page of activities at one instant hides, and moves the bound by a unit.
  private mutating func passUnit(_ unit: Duration) async throws {
    let end = min(bound + unit + unit, until)
    let fresh = try await UnitReading(walk, after: bound, before: end).run()
    barrenUnits = fresh == 0 ? barrenUnits + 1 : 0
    guard barrenUnits <= Self.mostBarrenUnits else { throw APIError.endlessPages }
    bound = bound + unit
  }

  /// A unit is read together with the next, so that one after it may bring nothing new; several
  /// in a row are a server that repeats itself.
  private static let mostBarrenUnits = 3

  /// Goes on after a page of items without a time, over which no bound can be moved: halves the
  /// time instead, until a response shows all that is in it. False if the part is read.
  private mutating func halve(_ unit: Duration) async throws -> Bool {
    // Halves overlap, so that very short ones would not become shorter.
    guard until - bound > unit * 8 else {
      _ = try await UnitReading(walk, after: bound, before: until).run()
      return false
    }
    let middle = walk.midpoint(of: Window(from: bound, until: until))
    try await PartWalk(walk, after: bound, until: middle).run()
    bound = middle - WindowWalk.slack
    barrenUnits = 0
    return true
  }

  /// A server that ignores bounds or order would be walked for ever, or past what it skips.
  private func fault(in page: Page, _ unit: Duration) -> APIError? {
    let (earliest, latest) = (bound - unit, until + unit)
    var previous = earliest
    for item in page.items {
      guard let instant = item.instant else { continue }
      guard instant > earliest, instant < latest else { return .boundsIgnored }
      guard instant >= previous else { return .orderIgnored }
      previous = instant
    }
    return nil
  }

  /// Takes a free slot for one half of the rest, if that is long.
  private func takesSlotToSplit(expecting rest: Int) async -> Bool {
    guard rest > Self.worthSplitting, until - bound > .seconds(2) else { return false }
    return await walk.slots.tryAcquire()
  }

  /// Walks the rest in two halves side by side, after taking in the page before it. The slot for one
  /// of them has been taken.
  private func walkHalves(receiving page: Page? = nil) async throws {
    let middle = walk.midpoint(of: Window(from: bound, until: until))
    let left = PartWalk(walk, after: bound, until: middle)
    let right = PartWalk(walk, part: Window(from: middle, until: until))
    let (slots, tally) = (walk.slots, walk.tally)
    do {
      if let page { _ = try await tally.receive(page) }
    } catch {
      await slots.release()
      throw error
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      // On the next loop: on the same, one processor would take in all of a long window.
      group.addTask(executorPreference: walk.client.executor) {
        do {
          try await right.run()
        } catch {
          await slots.release()
          throw error
        }
        await slots.release()
      }
      group.addTask { try await left.run() }
      // Not `waitForAll`: where one half fails, the other has no need to go on.
      while try await group.next() != nil {}
    }
  }

  /// Fewer activities are quicker read by one walk than by two that overlap.
  private static let worthSplitting = 200
}
