import Activities

/// One activity that the API shows otherwise than the archive holds it.
public struct Difference: Hashable, Sendable {
  /// What is different.
  public enum Kind: String, CaseIterable, Sendable {
    /// The archive did not hold it.
    case late
    /// The archive held another form of it.
    case changed
    /// The API has it no more.
    case vanished
    /// It had vanished, and the API has it again.
    case returned
    /// The API has it at another time.
    case redated
  }

  /// What is different.
  public let kind: Kind
  /// The activity: its time as it is held, or received if it is late.
  public let key: RecordKey

  init(_ kind: Kind, _ key: RecordKey) {
    self.kind = kind
    self.key = key
  }
}
