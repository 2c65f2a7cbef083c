import Archiver
import Patterns

/// The words that the page and the API say and that others have: only they know how the command
/// puts it.
public struct PageWords: Sendable {
  /// What a finding says, without its place.
  public let finding: @Sendable (Finding) -> String
  /// Whether a report's archive is intact, in a sentence.
  public let integrity: @Sendable (VerifyReport) -> String
  /// Whether a report's archive is complete, in a sentence.
  public let completeness: @Sendable (VerifyReport) -> String
  /// What is wrong with a pattern.
  public let pattern: @Sendable (PatternError) -> String
  /// What any other error says, in a line.
  public let error: @Sendable (any Error) -> String

  /// All of them.
  public init(
    finding: @escaping @Sendable (Finding) -> String,
    integrity: @escaping @Sendable (VerifyReport) -> String,
    completeness: @escaping @Sendable (VerifyReport) -> String,
    pattern: @escaping @Sendable (PatternError) -> String,
    error: @escaping @Sendable (any Error) -> String
  ) {
    self.finding = finding
    self.integrity = integrity
    self.completeness = completeness
    self.pattern = pattern
    self.error = error
  }
}
