/// The documented values of `payload.type` (API: "Event types").
///
/// The API may add values within `/v1`; another value is unrecognised, never an error.
public enum EventType: String, CaseIterable, Sendable {
  case messageSent = "message.sent"
  case messageOpened = "message.opened"
  case messageLinkClicked = "message.link_clicked"
  case messageReplied = "message.replied"
  case invitationSent = "invitation.sent"
  case invitationAccepted = "invitation.accepted"
  case hotLeadCreated = "hot_lead.created"
  case meetingCreated = "meeting.created"
  case sequenceCreated = "sequence.created"
  case sequencePaused = "sequence.paused"
  case sequenceResumed = "sequence.resumed"
  case sequenceStopped = "sequence.stopped"
  case sequenceCompleted = "sequence.completed"
  case taskCreated = "task.created"
  case taskCompleted = "task.completed"
  case taskSkipped = "task.skipped"

  /// The value of the API's `event_type` filter that this type answers to.
  public var action: String { Self.action(ofType: rawValue) }

  /// The text after the last dot of any `payload.type`, documented or not, its ASCII letters upper-cased.
  public static func action(ofType type: String) -> String {
    let dot = type.utf8.lastIndex(of: UInt8(ascii: "."))
    let action = type.utf8[(dot.map(type.utf8.index(after:)) ?? type.startIndex)...]
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    return String(decoding: action.map { letters.contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
  }

  /// The documented values of the `event_type` filter, each once, in the order of the types.
  public static var actions: [String] {
    var seen: Set<String> = []
    return allCases.map(\.action).filter { seen.insert($0).inserted }
  }
}

/// The documented values of `payload.resource_type` (API: "List activities").
public enum ResourceType: String, CaseIterable, Sendable {
  case message = "MESSAGE"
  case invitation = "INVITATION"
  case hotLead = "HOT_LEAD"
  case meeting = "MEETING"
  case sequenceStep = "SEQUENCE_STEP"
  case sequence = "SEQUENCE"
  case task = "TASK"
}

/// The documented values of `payload.channel` (API: "List activities").
public enum Channel: String, CaseIterable, Sendable {
  case email = "EMAIL"
  case linkedIn = "LINKEDIN"
  case manual = "MANUAL"
}
