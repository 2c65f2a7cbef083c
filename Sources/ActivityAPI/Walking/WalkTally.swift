import Activities

/// What one walk has received: every id once, whatever comes twice.
actor WalkTally {
  /// Where received items go, each item of the window once.
  typealias Delivery = @Sendable ([ReceivedItem]) async throws -> Void

  private let window: Window
  private let deliver: Delivery
  private var instants: [Identifier: Instant] = [:]
  private var unplaceable: Set<[UInt8]> = []
  private var fractionDigits = 0

  init(window: Window, deliver: @escaping Delivery) {
    self.window = window
    self.deliver = deliver
  }

  /// Takes in a page and says how many of its items this walk had not received.
  func receive(_ page: Page) async throws -> Int {
    var fresh = 0
    var delivered: [ReceivedItem] = []
    for item in page.items {
      switch item {
      case .record(let record):
        fractionDigits = max(fractionDigits, record.fractionDigits)
        guard instants.updateValue(record.key.instant, forKey: record.key.id) == nil else {
          continue
        }
        if window.contains(record.key.instant) { delivered.append(item) }
      case .unplaceable(let bytes, _):
        guard unplaceable.insert(bytes).inserted else { continue }
        delivered.append(item)
      }
      fresh += 1
    }
    if !delivered.isEmpty { try await deliver(delivered) }
    return fresh
  }

  /// Forgets what was received from `part`, which is about to be walked again.
  func forget(_ part: Window) {
    instants = instants.filter { !part.contains($0.value) }
    if part == window {
      instants.removeAll()
      unplaceable.removeAll()
    }
  }

  /// One unit of the finest fraction of a second seen, at least a millisecond: displayed
  /// milliseconds may be stored more finely.
  var unit: Duration {
    let units: [Duration] = [.seconds(1), .milliseconds(100), .milliseconds(10)]
    return fractionDigits < units.count ? units[fractionDigits] : .milliseconds(1)
  }

  /// Distinct items under the bounds that were sent, those outside the window included.
  var distinct: Int { instants.count + unplaceable.count }

  /// Whether every item can be told to lie in one part of the window or another.
  var isPlaceable: Bool { unplaceable.isEmpty }

  /// Distinct ids strictly between two instants.
  func count(after: Instant, before: Instant) -> Int {
    instants.values.count { after < $0 && $0 < before }
  }

  /// The ids received within the window.
  var received: Set<Identifier> {
    Set(instants.lazy.filter { self.window.contains($0.value) }.map(\.key))
  }

  /// Ids received from the millisecond below the window, or rounded up to its end.
  var outside: Int { instants.values.count { !window.contains($0) } }
}
