/// How often each undocumented value and member was met.
///
/// Both come from outside, so names are cut and the number of distinct ones is bounded.
public struct UnrecognisedCounts: Hashable, Sendable {
  /// The count of each thing, by `Unrecognised.description`.
  public private(set) var counts: [String: Int] = [:]

  /// The distinct things that are counted apart; all others are counted as `others`.
  public static let distinctLimit = 1_000
  /// The Unicode scalars of a name that are kept; a cut one ends in `…`.
  public static let nameLimit = 120
  /// What is counted of things beyond the limit.
  public static let others = "others"

  /// Counts of nothing.
  public init() {}

  /// Counts one thing.
  public mutating func add(_ thing: Unrecognised) {
    add(thing.description, count: 1)
  }

  /// Adds all that `other` has counted.
  public mutating func add(_ other: UnrecognisedCounts) {
    for (name, count) in other.counts.sorted(by: { $0.key < $1.key }) { add(name, count: count) }
  }

  private mutating func add(_ name: String, count: Int) {
    let name = Self.shortened(name)
    let key = counts[name] != nil || counts.count < Self.distinctLimit ? name : Self.others
    counts[key, default: 0] += count
  }

  private static func shortened(_ name: String) -> String {
    guard name.utf8.count > nameLimit, name.unicodeScalars.count > nameLimit else { return name }
    guard name.unicodeScalars.count > nameLimit + 1 || name.unicodeScalars.last != "…" else {
      return name
    }
    return String(String.UnicodeScalarView(name.unicodeScalars.prefix(nameLimit))) + "…"
  }
}
