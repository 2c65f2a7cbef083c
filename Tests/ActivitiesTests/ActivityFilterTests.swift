import Testing

@testable import Activities

@Suite struct ActivityFilterTests {
  static func matches(_ filter: ActivityFilter, _ record: String) throws -> Bool {
    let bytes = Array(record.utf8)
    var reader = RecordReader()
    let fields = try reader.read(bytes.span.bytes)
    return filter.matches(fields, in: bytes.span.bytes, reader: reader)
  }

  @Test func theEmptyFilterMatchesEverything() throws {
    #expect(try Self.matches(ActivityFilter(), SampleRecords.record(.taskSkipped)))
    let bare = #"{"id":"\#(SampleRecords.id)","created_at":"2025-03-14T09:22:11Z"}"#
    #expect(try Self.matches(ActivityFilter(), bare))
  }

  @Test func boundsAreExclusive() throws {
    let instant = try #require(Timestamp("2025-03-14T09:22:11.483Z")).instant
    let record = SampleRecords.record(.messageSent)
    let step = Duration.nanoseconds(1)
    #expect(try !Self.matches(ActivityFilter(after: instant), record))
    #expect(try Self.matches(ActivityFilter(after: instant - step), record))
    #expect(try !Self.matches(ActivityFilter(before: instant), record))
    #expect(try Self.matches(ActivityFilter(before: instant + step), record))
    #expect(try Self.matches(ActivityFilter(after: instant - step, before: instant + step), record))
  }

  @Test(arguments: ActivityFilter.Parameter.allCases)
  func eachCriterionMatchesAndMisses(parameter: ActivityFilter.Parameter) throws {
    let (hit, miss) =
      switch parameter {
      case .personID:
        ("01954B2E-1111-7000-BBBB-222222222222", "01954b2e-1111-7000-bbbb-222222222223")
      case .sequenceID:
        ("01954b2e-2222-7000-cccc-333333333333", "01954b2e-1111-7000-bbbb-222222222222")
      case .sequenceTemplateID:
        ("01954b2e-3333-7000-dddd-444444444444", "01954b2e-2222-7000-cccc-333333333333")
      case .resourceType: ("MESSAGE", "TASK")
      case .channel: ("EMAIL", "LINKEDIN")
      case .eventType: ("LINK_CLICKED", "SENT")
      case .createdAtAfter: ("2025-03-14T00:00:00Z", "2025-03-14T10:22:11.483+01:00")
      case .createdAtBefore: ("2025-03-15T00:00:00Z", "2025-03-14T09:22:11Z")
      }
    let record = SampleRecords.record(.messageLinkClicked)
    for (value, wanted) in [(hit, true), (miss, false)] {
      var filter = ActivityFilter()
      let isAccepted = filter.set(parameter, to: value)
      #expect(isAccepted)
      #expect(try Self.matches(filter, record) == wanted)
      #expect(filter.parameters.map(\.name) == [parameter])
      var copy = ActivityFilter()
      for (name, value) in filter.parameters { _ = copy.set(name, to: value) }
      #expect(copy == filter)
    }
  }

  @Test(arguments: [
    (ActivityFilter.Parameter.personID, "me"), (.resourceType, "message"), (.channel, "SMS"),
    (.eventType, "sent"), (.createdAtAfter, "yesterday"), (.createdAtBefore, "2025-03-14"),
  ])
  func whatTheAPIDoesNotAcceptIsRefused(parameter: ActivityFilter.Parameter, value: String) {
    var filter = ActivityFilter()
    let isAccepted = filter.set(parameter, to: value)
    #expect(!isAccepted)
  }

  @Test func typesAreAlternatives() throws {
    var filter = ActivityFilter()
    filter.types = ["task.created", "foo.bar.baz"]
    #expect(try Self.matches(filter, SampleRecords.record(.taskCreated)))
    #expect(try !Self.matches(filter, SampleRecords.record(.taskSkipped)))
    let unknown = SampleRecords.record(type: "foo.bar.baz", metadata: nil)
    #expect(try Self.matches(filter, unknown))
    filter.eventType = "BAZ"
    #expect(try Self.matches(filter, unknown))
    #expect(try !Self.matches(filter, SampleRecords.record(.taskCreated)))
  }

  @Test func criteriaAreMatchedByValueNotBySpelling() throws {
    var filter = ActivityFilter(eventType: "SENT")
    filter.personID = Identifier("01954b2e-1111-7000-bbbb-222222222222")
    filter.channel = "EMAIL"
    let record = SampleRecords.record(.messageSent)
      .replacing("message.sent", with: #"message\u002esent"#)
      .replacing("bbbb", with: #"BB\u0042B"#)
      .replacing(#""channel":"EMAIL""#, with: #""\u0063hannel":"EMAI\u004c""#)
    #expect(try Self.matches(filter, record))
  }

  @Test func actionsAreTheDocumentedOnes() {
    #expect(
      EventType.actions.sorted() == [
        "ACCEPTED", "COMPLETED", "CREATED", "LINK_CLICKED", "OPENED", "PAUSED",
        "REPLIED", "RESUMED", "SENT", "SKIPPED", "STOPPED",
      ])
    #expect(EventType.action(ofType: "a.b.c_d") == "C_D")
    #expect(EventType.action(ofType: "plain") == "PLAIN")
    #expect(EventType.action(ofType: "ends.") == "")
    #expect(EventType.action(ofType: "a.\u{17F}ent") == "\u{17F}ENT")
  }
}
