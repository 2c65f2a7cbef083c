/// Who may read activities: bearer keys, or everybody.
public enum AccessPolicy: Sendable {
  /// Any request is answered, with or without a key.
  case open
  /// A request needs a key of `reading`; a key of `unscoped` is known but lacks the scope
  /// `activities:read`.
  case keys(reading: Set<String>, unscoped: Set<String> = [])

  /// The scope that every route needs (API: "All Activities endpoints require…").
  public static let scope = "activities:read"

  /// Throws `APIError.unauthorized` or `.insufficientScope` unless the value of a request's
  /// `Authorization` field, nil if it has none, opens the routes.
  func check(authorization: String?) throws(APIError) {
    guard case .keys(let reading, let unscoped) = self else { return }
    guard let key = authorization.flatMap(Self.bearerKey) else { throw .unauthorized }
    if Self.contains(key, in: reading) { return }
    throw Self.contains(key, in: unscoped) ? .insufficientScope : .unauthorized
  }

  /// RFC 6750: the scheme in any letter case, then one space and the key.
  private static func bearerKey(_ authorization: String) -> [UInt8]? {
    let bytes = Array(authorization.utf8)
    let scheme = Array("bearer ".utf8)
    guard bytes.count > scheme.count,
      zip(bytes, scheme).allSatisfy({ $0 == $1 || $0 | 0x20 == $1 && $1 != 0x20 })
    else { return nil }
    return Array(bytes.dropFirst(scheme.count))
  }

  /// Compares with every key in full, so that the time taken tells nothing of how much matched.
  private static func contains(_ key: [UInt8], in keys: Set<String>) -> Bool {
    var found = false
    for candidate in keys {
      let bytes = Array(candidate.utf8)
      var difference: UInt8 = bytes.count == key.count ? 0 : 1
      for (index, byte) in bytes.enumerated() {
        difference |= byte ^ (index < key.count ? key[index] : 0)
      }
      found = found || difference == 0
    }
    return found
  }
}
