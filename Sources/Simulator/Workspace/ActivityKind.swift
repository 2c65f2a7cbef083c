import Activities

/// A `payload.type` that the workspace uses, by its place in a table: the documented types first,
/// in their order, then some that a client has never heard of.
struct ActivityKind: Hashable, Sendable {
  let index: UInt8

  static let names =
    documented.map(\.rawValue) + ["call.completed", "message.bounced", "note.pinned"]
  private static let documented = EventType.allCases

  init(index: UInt8) {
    self.index = index
  }

  init(_ type: EventType) {
    index = UInt8(Self.documented.firstIndex(of: type) ?? 0)
  }

  /// One of the undocumented types, chosen by a random value.
  init(unknown random: UInt64) {
    let count = UInt64(Self.names.count - Self.documented.count)
    index = UInt8(UInt64(Self.documented.count) + random % count)
  }

  var name: String { Self.names[Int(index)] }

  /// Nil for a type that is not documented.
  var type: EventType? {
    Int(index) < Self.documented.count ? Self.documented[Int(index)] : nil
  }

  /// The value of `payload.resource_type`.
  var resourceType: String {
    switch type {
    case .messageSent, .messageOpened, .messageLinkClicked, .messageReplied:
      ResourceType.message.rawValue
    case .invitationSent, .invitationAccepted: ResourceType.invitation.rawValue
    case .hotLeadCreated: ResourceType.hotLead.rawValue
    case .meetingCreated: ResourceType.meeting.rawValue
    case .sequenceCreated, .sequencePaused, .sequenceResumed, .sequenceStopped, .sequenceCompleted:
      ResourceType.sequence.rawValue
    case .taskCreated, .taskCompleted: ResourceType.task.rawValue
    case .taskSkipped: ResourceType.sequenceStep.rawValue
    case nil: "CALL"
    }
  }

  /// What the type's own identifier names; nil if it has none.
  var subject: SyntheticIdentifiers.Kind? {
    switch type {
    case .messageSent, .messageOpened, .messageLinkClicked, .messageReplied: .message
    case .hotLeadCreated: .hotLead
    case .meetingCreated: .calendarEvent
    case .taskCreated, .taskCompleted, .taskSkipped: .task
    default: nil
    }
  }
}

/// A `payload.channel`, by its place in a table: the documented ones, then an undocumented one.
struct ActivityChannel: Hashable, Sendable {
  let index: UInt8

  static let names = Channel.allCases.map(\.rawValue) + ["PHONE"]
  static let email = ActivityChannel(.email)
  static let linkedIn = ActivityChannel(.linkedIn)
  static let manual = ActivityChannel(.manual)
  static let phone = ActivityChannel(index: 3)

  init(index: UInt8) {
    self.index = index
  }

  init(_ channel: Channel) {
    index = UInt8(Self.names.firstIndex(of: channel.rawValue) ?? 0)
  }
}
