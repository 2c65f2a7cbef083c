/// The members that the payload of every type has.
public struct PayloadFields: Hashable, Sendable {
  /// The workspace.
  public let organizationID: Identifier
  /// The contact.
  public let personID: Identifier
  /// The sequence run, which is one enrolment of the contact.
  public let sequenceID: Identifier
  /// The template that the sequence is based on.
  public let sequenceTemplateID: Identifier
  /// What kind of resource is involved; a `ResourceType` unless the API has grown.
  public let resourceType: String
  /// The outreach channel; a `Channel` unless the API has grown.
  public let channel: String
  /// The message, if one is involved.
  public let messageID: Identifier?
  /// The hot lead, if one is involved.
  public let hotLeadID: Identifier?
  /// The meeting's calendar event, if one is involved.
  public let calendarEventID: Identifier?
  /// The manual task, if one is involved.
  public let taskID: Identifier?
}

/// The metadata of `sequence.paused`.
public struct SequencePause: Hashable, Sendable {
  /// When the sequence goes on; nil if that is not known. A time outside of what an instant can hold
  /// is the earliest or the latest that it can.
  public let pausedUntil: Timestamp?
  /// The number of the last step that was executed; nil if there is none.
  public let lastStepExecuted: Int64?
}

/// The metadata of `sequence.stopped`.
public struct SequenceStop: Hashable, Sendable {
  /// Why the sequence was stopped.
  public let stoppedReason: String?
  /// The error that stopped the sequence, if it was one.
  public let errorCode: ErrorCode?

  /// An error code as the API spells it.
  public enum ErrorCode: Hashable, Sendable {
    /// A JSON string.
    case text(String)
    /// A JSON integer.
    case number(Int64)
  }
}
