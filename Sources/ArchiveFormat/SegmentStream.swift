/// The three streams of segments that an archive holds.
public enum SegmentStream: String, CaseIterable, Sendable {
  /// Each activity once, as first archived.
  case activities
  /// Later forms of activities archived before.
  case amendments
  /// Items that cannot be placed by id and time, verbatim.
  case quarantine
}
