/// The header field by which a source that is no origin says what it cannot vouch for.
///
/// `2025-02-03T00:00:00Z/2025-02-06T00:00:00Z, …`: half-open intervals as ISO 8601 writes them, in time
/// order. The API itself does not send it.
public enum UnreadWindows {
  /// The field's name.
  public static let field = "Topo-Archive-Unread"

  /// More windows are told as one, from the first of those left to the last.
  static let mostWindows = 50

  /// The field's value; nil if there is nothing to tell.
  public static func text(_ windows: [Window]) -> String? {
    guard let last = windows.last else { return nil }
    var told = windows
    if windows.count > mostWindows {
      told =
        windows.prefix(mostWindows - 1)
        + [Window(from: windows[mostWindows - 1].from, until: last.until)]
    }
    return told.map { "\($0.from)/\($0.until)" }.joined(separator: ", ")
  }

  /// Reads a value. What cannot be read is all of time: nothing is to be claimed by a mistake.
  public static func windows(_ text: some StringProtocol) -> [Window] {
    text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      let ends = part.drop { $0 == " " }.split(separator: "/", omittingEmptySubsequences: false)
      guard ends.count == 2, let from = Timestamp(ends[0]), let until = Timestamp(ends[1]),
        from.instant < until.instant
      else { return Window(since: nil, until: nil) }
      return Window(from: from.instant, until: until.instant)
    }
  }
}
