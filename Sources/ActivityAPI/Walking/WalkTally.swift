import Activities

/// What one walk has received: every id once, whatever comes twice.
actor WalkTally {
  /// Where received items go: each item of the window once, again when it comes a second time, and
  /// again whenever it has changed.
  typealias Delivery = @Sendable (ReceivedItems) async throws -> Void

  private let window: Window
  private let deliver: Delivery
  private var instants: [Identifier: Instant] = [:]
  /// What tells the forms apart of what came more than once.
  private var forms: [Identifier: Int] = [:]
  /// How many there are of each item without id or time.
  private var unplaceable: [[Int]: Int] = [:]
  private var unplaceableCount = 0
  private var forgotten: [Identifier: Instant] = [:]
  /// Ids that came at more than one time.
  private var atSeveralTimes: Set<Identifier> = []
  private var fractionDigits = 0
  private var mostItems = Int.max

  /// Whether what was read by page number may lack something, as the pages shifted.
  private(set) var isDoubtful = false

  init(window: Window, deliver: @escaping Delivery) {
    self.window = window
    self.deliver = deliver
  }

  /// Takes in a page and says how many of its items this walk had not received.
  func receive(_ page: Page) async throws -> Int {
    var (fresh, freshToDeliver) = (0, 0)
    var places: [Int] = []
    places.reserveCapacity(page.items.count)
    var alike: [[Int]: Int] = [:]
    for (place, item) in page.items.enumerated() {
      let (isFresh, isToDeliver) = note(item, of: page, &alike)
      if isFresh { fresh += 1 }
      if isFresh, isToDeliver { freshToDeliver += 1 }
      if isToDeliver { places.append(place) }
    }
    if !places.isEmpty {
      try await deliver(
        ReceivedItems(
          bytes: page.bytes, items: Self.items(at: places, of: page), freshCount: freshToDeliver))
    }
    guard distinct <= mostItems else { throw APIError.endlessPages }
    return fresh
  }

  /// Notes an item, and says whether this walk had not received it and whether to deliver it.
  private func note(
    _ item: ReceivedItem, of page: Page, _ alike: inout [[Int]: Int]
  ) -> (isFresh: Bool, isToDeliver: Bool) {
    switch item {
    case .record(let record):
      fractionDigits = max(fractionDigits, record.fractionDigits)
      let (isFresh, mayHaveChanged) = note(record, of: page)
      return (isFresh, mayHaveChanged && window.contains(record.key.instant))
    case .unplaceable(let range, _):
      let content = [Self.form(page.bytes[range]), Self.form(page.bytes[range], salt: 1)]
      alike[content, default: 0] += 1
      let isUnknown = unplaceable[content] == nil
      // Items alike are told apart only where one response has them side by side.
      guard alike[content, default: 0] > unplaceable[content, default: 0] else {
        return (false, isUnknown)
      }
      unplaceable[content, default: 0] += 1
      unplaceableCount += 1
      return (true, isUnknown)
    }
  }

  /// Notes a record, and says whether it may differ from what this walk has received of it last.
  ///
  /// Few come more than once: a form is looked at only from the second time on.
  private func note(
    _ record: ReceivedRecord, of page: Page
  ) -> (isFresh: Bool, mayHaveChanged: Bool) {
    let (instant, id) = (record.key.instant, record.key.id)
    guard let known = instants.updateValue(instant, forKey: id) else {
      if let earlier = forgotten[id], earlier != instant { atSeveralTimes.insert(id) }
      return (true, true)
    }
    if known != instant { atSeveralTimes.insert(id) }
    let form = Self.form(page.bytes[record.range])
    return (false, forms.updateValue(form, forKey: id) != form)
  }

  /// Items of a page; none is copied where they follow each other.
  private static func items(at places: [Int], of page: Page) -> ArraySlice<ReceivedItem> {
    guard let first = places.first, let last = places.last else { return [] }
    return last - first == places.count - 1
      ? page.items[first...last] : places.map { page.items[$0] }[...]
  }

  /// Takes in what the server says the window holds: one that goes on far beyond it never ends.
  func expect(_ total: Int) {
    let most = total.addingReportingOverflow(max(total, Self.mostArrivals))
    mostItems = most.overflow ? .max : most.partialValue
    instants.reserveCapacity(min(total, Self.mostArrivals))
  }

  private static let mostArrivals = 100_000

  /// Hashes are this process's alone, so that nobody can make two alike.
  private static func form(_ bytes: ArraySlice<UInt8>, salt: Int = 0) -> Int {
    var hasher = Hasher()
    hasher.combine(salt)
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    return hasher.finalize()
  }

  /// Forgets what was received from `part`, which is about to be walked again.
  func forget(_ part: Window) {
    let isAll = part == window
    for (id, instant) in instants where isAll || part.contains(instant) {
      if window.contains(instant) { forgotten[id] = instant }
      instants[id] = nil
      forms[id] = nil
    }
    if isAll {
      unplaceable.removeAll()
      unplaceableCount = 0
      isDoubtful = false
    }
  }

  /// Notes that something may lack although the counts agree.
  func doubt() {
    isDoubtful = true
  }

  /// One unit of the finest fraction of a second seen, at least a millisecond: displayed
  /// milliseconds may be stored more finely.
  var unit: Duration {
    let units: [Duration] = [.seconds(1), .milliseconds(100), .milliseconds(10)]
    return fractionDigits < units.count ? units[fractionDigits] : .milliseconds(1)
  }

  /// The same, with the times of a page that is yet to be received.
  func unit(with page: Page) -> Duration {
    for item in page.items { fractionDigits = max(fractionDigits, item.fractionDigits) }
    return unit
  }

  /// Distinct items under the bounds that were sent, those outside the window included.
  var distinct: Int { instants.count + unplaceableCount }

  /// Whether every item can be told to lie in one part of the window or another.
  var isPlaceable: Bool { unplaceable.isEmpty }

  /// Distinct ids strictly between two instants.
  func count(after: Instant, before: Instant) -> Int {
    instants.values.count { after < $0 && $0 < before }
  }

  /// The ids received within the window.
  var received: ReceivedIDs {
    ReceivedIDs(instants, within: window, atSeveralTimes: atSeveralTimes)
  }

  /// What was delivered and was not there any more when it was walked again.
  var departed: [RecordKey] {
    forgotten.filter { id, _ in
      instants[id].map { !window.contains($0) } ?? true
    }.map { RecordKey(instant: $0.value, id: $0.key) }.sorted()
  }

  /// Ids received from the millisecond below the window, or rounded up to its end.
  var outside: Int { instants.values.count { !window.contains($0) } }
}
