import ArchiveStore
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
  /// Why a filter's value is not accepted, in a sentence; nil if there is nothing to say. The first is
  /// the API's name of the filter.
  public let refusal: @Sendable (_ parameter: String, _ value: String) -> String?
  /// What may be otherwise than was meant by a search that has found something, or nothing.
  public let hints: @Sendable (SearchQuery, Archive, _ found: Bool) -> [Hint]
  /// What any other error says, in a line.
  public let error: @Sendable (any Error) -> String

  /// What may be otherwise than was meant.
  public struct Hint: Hashable, Sendable {
    /// The API's name of the filter that it is about; nil if it is about none.
    public let parameter: String?
    /// What.
    public let words: String

    /// A hint.
    public init(parameter: String? = nil, words: String) {
      self.parameter = parameter
      self.words = words
    }
  }

  /// All of them.
  public init(
    finding: @escaping @Sendable (Finding) -> String,
    integrity: @escaping @Sendable (VerifyReport) -> String,
    completeness: @escaping @Sendable (VerifyReport) -> String,
    pattern: @escaping @Sendable (PatternError) -> String,
    refusal: @escaping @Sendable (_ parameter: String, _ value: String) -> String?,
    hints: @escaping @Sendable (SearchQuery, Archive, _ found: Bool) -> [Hint],
    error: @escaping @Sendable (any Error) -> String
  ) {
    self.finding = finding
    self.integrity = integrity
    self.completeness = completeness
    self.pattern = pattern
    self.refusal = refusal
    self.hints = hints
    self.error = error
  }
}
