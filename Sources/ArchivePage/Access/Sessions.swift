import Activities
import Crypto
import Synchronization

/// Who has shown the token in a browser, by the cookie that the browser got for it.
///
/// Only hashes of the cookies are kept, in memory; they end with the program.
final class Sessions: Sendable {
  /// How long a login lasts.
  static let lifetime = Duration.seconds(12 * 3_600)
  /// The most that last at the same time; the oldest ends first.
  static let most = 1_000

  private let ends = Mutex<[SHA256Digest: Instant]>([:])

  /// The value of a new cookie, which nobody can guess.
  func begin(at now: Instant = .now) -> String {
    let secret = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    let value = secret.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    ends.withLock { ends in
      ends = ends.filter { $0.value > now }
      if ends.count >= Self.most, let oldest = ends.min(by: { $0.value < $1.value }) {
        ends[oldest.key] = nil
      }
      ends[Self.digest(value)] = now + Self.lifetime
    }
    return value
  }

  /// Whether the cookie is one that was given out and lasts.
  func holds(_ value: String, at now: Instant = .now) -> Bool {
    let digest = Self.digest(value)
    return ends.withLock { $0[digest].map { $0 > now } ?? false }
  }

  /// Ends what the cookie stands for.
  func end(_ value: String) {
    let digest = Self.digest(value)
    ends.withLock { $0[digest] = nil }
  }

  private static func digest(_ value: String) -> SHA256Digest {
    SHA256.hash(data: Array(value.utf8))
  }
}
