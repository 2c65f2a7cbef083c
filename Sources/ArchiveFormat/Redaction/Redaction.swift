import Activities

/// When and why records were redacted: what their `redaction` entry and each of them say.
public struct Redaction: Hashable, Sendable {
  /// The most characters (Unicode scalar values) of a reason: each redacted record repeats it.
  public static let maximumReasonLength = 1_024

  /// When.
  public let at: Instant
  /// In the operator's words.
  public let reason: String

  /// Nil if the reason is longer.
  public init?(at: Instant, reason: String) {
    guard reason.unicodeScalars.count <= Self.maximumReasonLength else { return nil }
    self.at = at
    self.reason = reason
  }
}
