import Activities

/// The reading of every page of one window.
public struct WalkEntry: Hashable, Sendable {
  /// What was read; not empty.
  public let window: Window
  /// The `event_type` asked for; nil for all, which alone counts as coverage.
  public let eventType: String?
  /// Whether everything in the window was received.
  public let isComplete: Bool
  /// The API's own count of the window.
  public let reported: Int
  /// The distinct activities received in the window.
  public let received: Int
  /// Those of them that were new to `activities/`.
  public let added: Int
  /// Those of them that went to `amendments/`.
  public let amended: Int
  /// Items that went to `quarantine/`.
  public let quarantined: Int
  /// Archived activities that the API does not have any more.
  public let vanished: [Identifier]
  /// Activities that had vanished and are back.
  public let returned: [Identifier]
  /// Archived activities that the API has with another `created_at`.
  public let redated: [Identifier]
  /// When the walk began, by the server's clock if it told.
  public let startedAt: Instant
  /// When the walk ended, by the same clock.
  public let endedAt: Instant

  /// Nil if the window is empty or a count negative.
  public init?(
    window: Window, eventType: String? = nil, isComplete: Bool, reported: Int, received: Int,
    added: Int, amended: Int, quarantined: Int, vanished: [Identifier] = [],
    returned: [Identifier] = [], redated: [Identifier] = [], startedAt: Instant, endedAt: Instant
  ) {
    guard !window.isEmpty,
      [reported, received, added, amended, quarantined].allSatisfy({ $0 >= 0 })
    else { return nil }
    self.window = window
    self.eventType = eventType
    self.isComplete = isComplete
    self.reported = reported
    self.received = received
    self.added = added
    self.amended = amended
    self.quarantined = quarantined
    self.vanished = vanished
    self.returned = returned
    self.redated = redated
    self.startedAt = startedAt
    self.endedAt = endedAt
  }

  init(_ reader: inout EntryReader) throws(IndexEntryError) {
    window = Window(from: try reader.instant("from"), until: try reader.instant("until"))
    guard !window.isEmpty else { throw .malformed(member: "until") }
    if try reader.isNull("filter") {
      eventType = nil
    } else {
      var filter = try reader.object("filter")
      eventType = try filter.string("event_type")
    }
    isComplete = try reader.boolean("complete")
    reported = try reader.number("reported")
    received = try reader.number("received")
    added = try reader.number("added")
    amended = try reader.number("amended")
    quarantined = try reader.number("quarantined")
    vanished = try reader.identifiers("vanished")
    returned = try reader.identifiers("returned")
    redated = try reader.identifiers("redated")
    startedAt = try reader.instant("started_at")
    endedAt = try reader.instant("ended_at")
  }

  func write(to writer: inout EntryWriter) {
    writer.string("from", window.from.description)
    writer.string("until", window.until.description)
    if let eventType {
      writer.object("filter") { $0.string("event_type", eventType) }
    } else {
      writer.null("filter")
    }
    writer.boolean("complete", isComplete)
    writer.number("reported", reported)
    writer.number("received", received)
    writer.number("added", added)
    writer.number("amended", amended)
    writer.number("quarantined", quarantined)
    writer.identifiers("vanished", vanished)
    writer.identifiers("returned", returned)
    writer.identifiers("redated", redated)
    writer.string("started_at", startedAt.description)
    writer.string("ended_at", endedAt.description)
  }
}
