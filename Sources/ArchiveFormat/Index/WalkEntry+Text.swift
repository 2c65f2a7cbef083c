import Activities

extension WalkEntry {
  /// The walk on a line that is spelled as `write(to:)` spells walks by which no activity vanished,
  /// returned or was redated: nearly all lines of a long index are such.
  ///
  /// Nil for any other line, which may be a walk, too.
  init?(usual line: RawSpan) {
    var text = LineText()
    guard text.take(#"{"kind":"walk","from":"#, in: line), let from = text.instant(in: line),
      text.take(#","until":"#, in: line), let until = text.instant(in: line),
      let eventType = text.eventType(in: line),
      text.take(#","complete":"#, in: line), let isComplete = text.boolean(in: line),
      text.take(#","reported":"#, in: line), let reported = text.number(in: line),
      text.take(#","received":"#, in: line), let received = text.number(in: line),
      text.take(#","added":"#, in: line), let added = text.number(in: line),
      text.take(#","amended":"#, in: line), let amended = text.number(in: line),
      text.take(#","quarantined":"#, in: line), let quarantined = text.number(in: line),
      text.take(#","vanished":[],"returned":[],"redated":[],"started_at":"#, in: line),
      let startedAt = text.instant(in: line),
      text.take(#","ended_at":"#, in: line), let endedAt = text.instant(in: line),
      text.take("}", in: line), text.isAtEnd(of: line)
    else { return nil }
    self.init(
      window: Window(from: from, until: until), eventType: eventType, isComplete: isComplete,
      reported: reported, received: received, added: added, amended: amended,
      quarantined: quarantined, startedAt: startedAt, endedAt: endedAt)
  }
}

extension LineText {
  /// The `event_type` of a filter; nil within for no filter.
  fileprivate mutating func eventType(in line: RawSpan) -> String?? {
    if take(#","filter":null"#, in: line) { return .some(nil) }
    guard take(#","filter":{"event_type":"#, in: line), let name = name(in: line),
      take("}", in: line)
    else { return nil }
    return name
  }
}
