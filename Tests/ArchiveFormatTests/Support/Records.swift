import Activities
import Testing

@testable import ArchiveFormat

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

extension [UInt8] {
  var text: String { String(decoding: self, as: UTF8.self) }
}

func uuid(_ text: String) throws -> Identifier { try #require(Identifier(text)) }

func instant(_ text: String) throws -> Instant { try #require(Timestamp(text)).instant }

/// The record of the API's documentation, or one that differs in what is given.
func record(
  id: String = "01954b2e-fc10-7000-8a3f-d2e591c04a77",
  at createdAt: String = "2025-03-14T09:22:11.483Z",
  type: String = #""message.sent""#,
  organization: String = #""01954b2e-0000-7000-aaaa-111111111111""#,
  person: String = #""01954b2e-1111-7000-bbbb-222222222222""#,
  sequence: String = #""01954b2e-2222-7000-cccc-333333333333""#
) -> [UInt8] {
  bytes(
    #"{"id":"\#(id)","created_at":"\#(createdAt)","payload":{"type":\#(type),"#
      + #""organization_id":\#(organization),"person_id":\#(person),"sequence_id":\#(sequence),"#
      + #""sequence_template_id":"01954b2e-3333-7000-dddd-444444444444","resource_type":"MESSAGE","#
      + #""channel":"EMAIL","message_id":"01954b2e-4444-7000-eeee-555555555555","#
      + #""hot_lead_id":null,"calendar_event_id":null,"task_id":null}}"#)
}

extension SegmentSummary {
  mutating func add(_ record: [UInt8]) throws {
    var reader = RecordReader()
    let fields = try reader.read(record.span.bytes)
    add(record.span.bytes, fields, reader: reader)
  }

  mutating func requireBlock() throws -> BlockSummary {
    let block = endBlock()
    return try #require(block)
  }

  mutating func expectNoBlock() {
    let block = endBlock()
    #expect(block == nil)
  }
}
