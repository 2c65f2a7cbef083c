import Activities
import Simulator
import Testing

@Suite struct WorkspaceTests {
  @Test func everyRecordIsValidAndDistinctAndEveryDocumentedTypeOccurs() throws {
    let workspace = SyntheticWorkspace(WorkspaceConfiguration(activities: 5_000, days: 30))
    var reader = RecordReader()
    var ids: Set<Identifier> = []
    var types: Set<String> = []
    var resourceTypes: Set<String> = []
    var channels: Set<String> = []
    var organizations: Set<Identifier> = []
    var last = Instant(nanoseconds: .min)
    try workspace.forEachActivity { activity in
      let text = activity.record.span.bytes
      let fields = try reader.read(text)
      ids.insert(fields.id)
      #expect(fields.id == activity.id)
      #expect(fields.createdAt.instant == activity.instant)
      #expect(fields.createdAt.fractionDigits == 3)
      #expect(activity.instant >= last)
      last = activity.instant
      for name in [.personID, .sequenceID, .sequenceTemplateID] as [MemberName] {
        let identifier = reader.payloadIdentifier(name, of: fields, in: text)
        #expect(identifier != nil, "\(name)")
      }
      types.insert(reader.payloadString(.type, of: fields, in: text) ?? "")
      resourceTypes.insert(reader.payloadString(.resourceType, of: fields, in: text) ?? "")
      channels.insert(reader.payloadString(.channel, of: fields, in: text) ?? "")
      if let organization = reader.payloadIdentifier(.organizationID, of: fields, in: text) {
        organizations.insert(organization)
      }
    }
    #expect(ids.count == 5_000)
    #expect(types == Set(EventType.allCases.map(\.rawValue)))
    #expect(resourceTypes == Set(ResourceType.allCases.map(\.rawValue)))
    #expect(channels == Set(Channel.allCases.map(\.rawValue)))
    #expect(organizations.count == 1)
  }

  @Test func theSameSeedMakesTheSameWorkspaceAndAnotherOneAnother() {
    func records(seed: UInt64) -> [[UInt8]] {
      SyntheticWorkspace(WorkspaceConfiguration(activities: 300, seed: seed)).allRecords()
    }
    #expect(records(seed: 4) == records(seed: 4))
    #expect(Set(records(seed: 4)).isDisjoint(with: records(seed: 5)))
  }

  @Test func theDaysAreFilledFromEndToEnd() {
    let configuration = WorkspaceConfiguration(activities: 3_000, days: 21)
    let workspace = SyntheticWorkspace(configuration)
    let days = Set(workspace.activities().map(\.instant.day))
    #expect(days.count == 21)
    #expect(days.allSatisfy { $0 < configuration.until.day })
  }

  @Test func unplaceableItemsCannotBeReadAndAreSpreadOverTheDays() {
    var configuration = WorkspaceConfiguration(activities: 50, days: 4)
    configuration.unplaceable = 11
    let workspace = SyntheticWorkspace(configuration)
    #expect(workspace.count() == 61)
    #expect(workspace.history.isEmpty)
    var reader = RecordReader()
    let items = workspace.activities().filter { $0.id == nil }
    for item in items {
      #expect(throws: RecordError.self) { try reader.read(item.record.span.bytes) }
    }
    #expect(Set(items.map(\.record)).count == 11)
    #expect(Set(items.map(\.instant.day)).count == 4)
  }

  @Test func undocumentedTypesAndFieldsOccurAsOftenAsAskedFor() throws {
    var configuration = WorkspaceConfiguration(activities: 1_000)
    configuration.unknownTypes = 0.3
    configuration.unknownFields = 0.3
    let records = SyntheticWorkspace(configuration).allRecords()
    let unknownTypes = try records.filter {
      EventType(rawValue: try Fields($0)["type"]) == nil
    }
    #expect((200...400).contains(unknownTypes.count))
    let unknownFields = records.filter {
      String(decoding: $0, as: UTF8.self).contains("\"sentiment\"")
    }
    #expect((200...400).contains(unknownFields.count))
  }

  @Test func timesAreSpelledAsAskedFor() throws {
    for display in WorkspaceConfiguration.TimeDisplay.allCases {
      var configuration = WorkspaceConfiguration(activities: 300)
      configuration.storesMicroseconds = display == .microseconds
      configuration.timeDisplay = display
      let workspace = SyntheticWorkspace(configuration)
      var zones: Set<Substring> = []
      for activity in workspace.activities() {
        let text = String(decoding: activity.record, as: UTF8.self)
        let time = text.split(separator: "\"")[7]
        let timestamp = try #require(Timestamp(time))
        #expect(timestamp.instant == activity.instant)
        #expect(timestamp.fractionDigits == (display == .microseconds ? 6 : 3))
        zones.insert(time.hasSuffix("Z") ? "Z" : time.suffix(6))
      }
      #expect((zones.count > 30) == (display == .mixedOffsets))
    }
  }

  @Test(arguments: [0, 0.4])
  func recordsKeepTheSchemaAndOnlyWhatIsUndocumentedIsUnrecognised(unknown: Double) throws {
    var configuration = WorkspaceConfiguration(activities: 3_000, days: 30, seed: 2)
    configuration.unknownTypes = unknown
    configuration.unknownFields = unknown
    let validator = try Validator.activity()
    var tape = JSONTape()
    var report = ValidationReport()
    var unrecognised: Set<String> = []
    for record in SyntheticWorkspace(configuration).allRecords() {
      let text = record.span.bytes
      try tape.parse(text)
      validator.validate(tape, of: text, into: &report)
      #expect(report.violations.isEmpty, "\(String(decoding: record, as: UTF8.self))")
      unrecognised.formUnion(report.unrecognised.map(\.pointer))
    }
    let expected: Set = [
      "/payload/type", "/payload/resource_type", "/payload/channel", "/payload/sentiment",
      "/revision",
    ]
    #expect(unrecognised == (unknown > 0 ? expected : []))
  }
}
