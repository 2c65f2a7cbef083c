import Crypto

/// What opens the page and the API where not everybody may come in.
public struct AccessToken: Sendable {
  /// The fewest characters of a token: so many that nobody guesses it.
  public static let minimumLength = 32
  /// The most characters of a token.
  public static let maximumLength = 1_024

  private let digest: SHA256Digest

  /// Nil unless `text` has as many characters as a token, all of them visible ASCII.
  public init?(_ text: String) {
    guard (Self.minimumLength...Self.maximumLength).contains(text.utf8.count),
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { return nil }
    digest = SHA256.hash(data: Array(text.utf8))
  }

  /// Whether `text` is the token. The time that it takes tells nothing of how much of it is right.
  func matches(_ text: some StringProtocol) -> Bool {
    // Digests compare in constant time, and are of one length.
    SHA256.hash(data: Array(text.utf8)) == digest
  }

  /// Whether the value of an `Authorization` field bears the token (RFC 6750).
  func matches(authorization: String) -> Bool {
    let scheme = "bearer "
    return authorization.prefix(scheme.count).lowercased() == scheme
      && matches(authorization.dropFirst(scheme.count))
  }
}
