/// What happened, told apart by `payload.type` (API: "Event types").
public enum Payload: Hashable, Sendable {
  /// An e-mail or LinkedIn message was sent.
  case messageSent(PayloadFields)
  /// The contact opened an e-mail.
  case messageOpened(PayloadFields)
  /// The contact clicked a tracked link in an e-mail.
  case messageLinkClicked(PayloadFields)
  /// The contact replied; the category is nil until the API has found it.
  case messageReplied(PayloadFields, replyCategory: String?)
  /// A LinkedIn connection request was sent, by the step with this number from 0.
  case invitationSent(PayloadFields, stepNumber: Int64)
  /// The contact accepted a LinkedIn connection request.
  case invitationAccepted(PayloadFields)
  /// The contact was flagged as a hot lead.
  case hotLeadCreated(PayloadFields)
  /// A meeting was booked with the contact.
  case meetingCreated(PayloadFields)
  /// The contact was enrolled into a sequence.
  case sequenceCreated(PayloadFields)
  /// The sequence was paused.
  case sequencePaused(PayloadFields, SequencePause)
  /// A paused sequence was resumed.
  case sequenceResumed(PayloadFields)
  /// The sequence was stopped early.
  case sequenceStopped(PayloadFields, SequenceStop)
  /// The sequence ran to its end.
  case sequenceCompleted(PayloadFields)
  /// A manual task was created for the contact.
  case taskCreated(PayloadFields)
  /// A manual task was marked complete.
  case taskCompleted(PayloadFields)
  /// A manual task was skipped.
  case taskSkipped(PayloadFields)
  /// An event of a type that is not documented here: the API may add types within `/v1`.
  case unknown(type: String, PayloadFields)

  /// What every type has.
  public var fields: PayloadFields {
    switch self {
    case .messageSent(let fields), .messageOpened(let fields), .messageLinkClicked(let fields),
      .messageReplied(let fields, _), .invitationSent(let fields, _),
      .invitationAccepted(let fields), .hotLeadCreated(let fields), .meetingCreated(let fields),
      .sequenceCreated(let fields), .sequencePaused(let fields, _), .sequenceResumed(let fields),
      .sequenceStopped(let fields, _), .sequenceCompleted(let fields), .taskCreated(let fields),
      .taskCompleted(let fields), .taskSkipped(let fields), .unknown(_, let fields):
      fields
    }
  }

  /// The documented type; nil for an unknown one.
  public var eventType: EventType? {
    switch self {
    case .messageSent: .messageSent
    case .messageOpened: .messageOpened
    case .messageLinkClicked: .messageLinkClicked
    case .messageReplied: .messageReplied
    case .invitationSent: .invitationSent
    case .invitationAccepted: .invitationAccepted
    case .hotLeadCreated: .hotLeadCreated
    case .meetingCreated: .meetingCreated
    case .sequenceCreated: .sequenceCreated
    case .sequencePaused: .sequencePaused
    case .sequenceResumed: .sequenceResumed
    case .sequenceStopped: .sequenceStopped
    case .sequenceCompleted: .sequenceCompleted
    case .taskCreated: .taskCreated
    case .taskCompleted: .taskCompleted
    case .taskSkipped: .taskSkipped
    case .unknown: nil
    }
  }

  /// The value of `payload.type`.
  public var type: String {
    if case .unknown(let type, _) = self { return type }
    return eventType?.rawValue ?? ""
  }
}
