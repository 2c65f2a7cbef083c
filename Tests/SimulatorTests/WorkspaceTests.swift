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
      for name in ["person_id", "sequence_id", "sequence_template_id"] as [StaticString] {
        let identifier = reader.payloadIdentifier(name, of: fields, in: text)
        #expect(identifier != nil, "\(name)")
      }
      types.insert(reader.payloadString("type", of: fields, in: text) ?? "")
      resourceTypes.insert(reader.payloadString("resource_type", of: fields, in: text) ?? "")
      channels.insert(reader.payloadString("channel", of: fields, in: text) ?? "")
      if let organization = reader.payloadIdentifier("organization_id", of: fields, in: text) {
        organizations.insert(organization)
      }
    }
    #expect(ids.count == 5_000)
    #expect(types == Set(EventType.allCases.map(\.rawValue)))
    #expect(resourceTypes == Set(ResourceType.allCases.map(\.rawValue)))
    #expect(channels == Set(Channel.allCases.map(\.rawValue)))
    #expect(organizations.count == 1)
  }
}
