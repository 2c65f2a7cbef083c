import Archiver

/// Words for what happened to an activity.
enum HistoryWording {
  static func line(_ event: ActivityEvent) -> String {
    "\(event.at)  \(words(for: event.kind))"
  }

  private static func words(for kind: ActivityEvent.Kind) -> String {
    switch kind {
    case .archived: "archived"
    case .amended: "archived in another form"
    case .vanished: "noticed that the API has it no more"
    case .returned: "noticed that the API has it again"
    case .redated: "noticed that the API has it with another created_at"
    case .unchanged: "seen last in the API, in this form"
    case .redacted(let reason): "what it said was redacted: \(reason)"
    }
  }
}
