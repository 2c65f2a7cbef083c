import Activities
import HTTPTypes

/// Everything that is served, by its path.
enum Place: Hashable {
  /// The page; its script draws the view that the path names.
  case page
  /// A file of the page.
  case asset(Asset)
  /// The form for the token, and what takes it.
  case login
  /// Where a login ends.
  case logout
  /// The documented API.
  case api
  /// What the page asks for.
  case overview, counts, search, export, vanished, quarantine, verification, verificationEvents
  /// One activity, and its proof.
  case activity(Identifier), proof(Identifier)

  /// Nil if nothing is served there.
  init?(_ segments: [String]) {
    switch (segments.first, segments.dropFirst().first) {
    case (nil, _): self = .page
    case ("search", nil), ("integrity", nil), ("days", nil), ("vanished", nil),
      ("quarantine", nil):
      self = .page
    case ("activity", .some) where segments.count == 2: self = .page
    case ("assets", .some(let name)) where segments.count == 2:
      guard let asset = Asset.named(name) else { return nil }
      self = .asset(asset)
    case ("login", nil): self = .login
    case ("logout", nil): self = .logout
    case ("v1", "activities") where segments.count <= 3: self = .api
    case ("data", .some): self.init(data: Array(segments.dropFirst()))
    default: return nil
    }
  }

  private init?(data segments: [String]) {
    switch segments {
    case ["overview"]: self = .overview
    case ["counts"]: self = .counts
    case ["activities"]: self = .search
    case ["export"]: self = .export
    case ["vanished"]: self = .vanished
    case ["quarantine"]: self = .quarantine
    case ["verification"]: self = .verification
    case ["verification", "events"]: self = .verificationEvents
    default:
      guard segments.first == "activities", (2...3).contains(segments.count),
        let id = Identifier(segments[1])
      else { return nil }
      switch segments.dropFirst(2).first {
      case nil: self = .activity(id)
      case "proof": self = .proof(id)
      default: return nil
      }
    }
  }

  /// What can be done there.
  var methods: [HTTPRequest.Method] {
    switch self {
    case .login, .verification: [.get, .head, .post]
    case .logout: [.post]
    default: [.get, .head]
    }
  }

  /// Whether no token is needed: nothing of the archive is there.
  var isPublic: Bool {
    switch self {
    case .asset, .login: true
    default: false
    }
  }
}
