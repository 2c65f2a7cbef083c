import Activities
import ActivityAPI

/// What became of archived activities that a complete walk did not return.
struct Departures: Sendable {
  /// The API has them no more.
  private(set) var vanished: [RecordKey] = []
  /// The API has them at a time outside the window.
  private(set) var redated: [RecordKey] = []
  /// Whether that is true of all of them; else the walk was not complete.
  private(set) var isExplained = true

  /// Nothing is missing.
  static let none = Departures()
  /// Nobody knows: the API could not be asked.
  static let unknown = Departures(isExplained: false)

  private init(isExplained: Bool = true) {
    self.isExplained = isExplained
  }

  /// Asks for each by id. `control` is an activity just received: only an API that still answers
  /// for it is believed when it answers 404 for another.
  init(
    of missing: [RecordKey], from window: Window, control: Identifier?, _ client: APIClient
  ) async throws {
    var isTrusted: Bool?
    for key in missing {
      switch try await client.activity(key.id) {
      case .record(let record)
      where record.key.id == key.id && !window.contains(record.key.instant):
        redated.append(key)
      case .record, .unplaceable:
        // The API has it where it was, and yet did not list it.
        isExplained = false
      case nil:
        if isTrusted == nil { isTrusted = try await Self.answers(control, client) }
        if isTrusted == true { vanished.append(key) } else { isExplained = false }
      }
    }
  }

  private static func answers(_ control: Identifier?, _ client: APIClient) async throws -> Bool {
    guard let control else { return false }
    return try await client.activity(control) != nil
  }
}
