import Activities
import ActivityAPI

/// What became of archived activities that a complete walk did not return.
struct Departures: Sendable {
  /// The API has them no more.
  private(set) var vanished: [Identifier] = []
  /// The API has them at another time.
  private(set) var redated: [Identifier] = []
  /// The API has them where they were, and yet did not list them: the walk was not complete.
  private(set) var unexplained: [Identifier] = []

  /// Nothing is missing.
  init() {}

  /// Asks for each by id. `control` is an activity just received: only an API that still answers
  /// for it is believed when it answers 404 for another.
  init(of missing: [RecordKey], control: Identifier?, _ client: APIClient) async throws {
    guard !missing.isEmpty else { return }
    var isTrusted: Bool?
    for key in missing {
      switch try await client.activity(key.id) {
      case .record(let record):
        if record.key.instant == key.instant {
          unexplained.append(key.id)
        } else {
          redated.append(key.id)
        }
      case .unplaceable: unexplained.append(key.id)
      case nil:
        if isTrusted == nil { isTrusted = try await Self.answers(control, client) }
        if isTrusted == true { vanished.append(key.id) } else { unexplained.append(key.id) }
      }
    }
  }

  private static func answers(_ control: Identifier?, _ client: APIClient) async throws -> Bool {
    guard let control else { return false }
    return try await client.activity(control) != nil
  }
}
