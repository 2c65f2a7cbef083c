import Activities

/// What is known to be wrong with an archive, told by its files.
struct DamageReport: Sendable {
  /// The most places that are told one by one.
  private static let mostPlaces = 200

  /// Another number stands for another report on the same commit.
  let revision: Int
  private let verified: VerifiedDamage?
  /// The first of what is known of each file, in the order of paths.
  private let places: [(place: DamagedPlace, count: Int)]

  /// Nothing is known.
  static let none = DamageReport(nil, [], revision: 0)

  init(_ verified: VerifiedDamage?, _ places: [DamagedPlace], revision: Int) {
    self.verified = verified
    self.revision = revision
    let byPath = Dictionary(grouping: places) { $0.path ?? "" }
    self.places = byPath.sorted { $0.key < $1.key }.compactMap { _, places in
      places.first.map { (place: $0, count: Set(places).count) }
    }
  }

  /// The days of which a file is damaged or missing.
  var days: Set<UTCDay> { Set(places.compactMap { $0.place.day }) }

  /// All of it, as JSON.
  var text: String {
    var object = JSONText()
    object.string("verified_at", verified?.at.description)
    object.raw("intact", verified.map { $0.isIntact ? "true" : "false" } ?? "null")
    object.number("findings", verified?.findings ?? 0)
    object.number("places_total", places.count)
    object.array("places", places.prefix(Self.mostPlaces).map { Self.place($0.place, $0.count) })
    return object.finish()
  }

  private static func place(_ place: DamagedPlace, _ count: Int) -> String {
    var object = JSONText()
    object.string("path", place.path)
    object.string("day", place.day?.description)
    object.string("what", place.what)
    object.number("count", count)
    return object.finish()
  }
}
