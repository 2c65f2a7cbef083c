/// Values by their keys, of which those go that were not asked for longest when they become too many.
struct LeastRecentlyUsed<Key: Hashable, Value> {
  private struct Node {
    let key: Key
    let value: Value
    let cost: Int
    /// The one that was asked for just after.
    var newer: Int?
    /// The one that was asked for just before.
    var older: Int?
  }

  /// The most that the values may cost together.
  let limit: Int
  /// What they cost together.
  private(set) var cost = 0

  private var places: [Key: Int] = [:]
  private var nodes: [Node?] = []
  private var free: [Int] = []
  private var newest: Int?
  private var oldest: Int?

  init(limit: Int) {
    self.limit = limit
  }

  var count: Int { places.count }

  /// The value of a key, which becomes the last to go.
  mutating func value(_ key: Key) -> Value? {
    guard let place = places[key], let node = nodes[place] else { return nil }
    if newest != place {
      unlink(node)
      link(node, at: place)
    }
    return node.value
  }

  /// Keeps a value unless it alone costs more than the limit.
  mutating func keep(_ value: Value, cost: Int, for key: Key) {
    remove(key)
    guard cost <= limit else { return }
    while self.cost > limit - cost, let oldest, let node = nodes[oldest] { remove(node.key) }
    let place = free.popLast() ?? nodes.endIndex
    if place == nodes.endIndex { nodes.append(nil) }
    link(Node(key: key, value: value, cost: cost), at: place)
    places[key] = place
    self.cost += cost
  }

  private mutating func remove(_ key: Key) {
    guard let place = places.removeValue(forKey: key), let node = nodes[place] else { return }
    unlink(node)
    nodes[place] = nil
    free.append(place)
    cost -= node.cost
  }

  private mutating func link(_ node: Node, at place: Int) {
    var node = node
    node.newer = nil
    node.older = newest
    nodes[place] = node
    if let newest { nodes[newest]?.newer = place } else { oldest = place }
    newest = place
  }

  private mutating func unlink(_ node: Node) {
    if let newer = node.newer { nodes[newer]?.older = node.older } else { newest = node.older }
    if let older = node.older { nodes[older]?.newer = node.newer } else { oldest = node.newer }
  }
}
