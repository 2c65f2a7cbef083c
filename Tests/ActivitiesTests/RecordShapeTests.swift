import Testing
import TestSupport

@testable import Activities

/// What a reader says of a record must not follow from the records that it has read before.
@Suite("A reader that has read others says what a new one says") struct RecordShapeTests {
  /// All that is said of one record.
  private struct Said: Equatable {
    var fields: Result<RecordKey, RecordError>
    var payload: Int?
    var nodes: [String]
    var ids: [Identifier]
    var isMinified: Bool
    var report: ValidationReport

    init(_ record: [UInt8], _ validator: inout RecordValidator) {
      do throws(RecordError) {
        let read = try validator.read(record.span.bytes)
        fields = .success(read.key)
        payload = read.payload
      } catch {
        fields = .failure(error)
      }
      let tape = validator.reader.tape
      var isRead = true
      if case .failure(.malformed) = fields { isRead = false }
      nodes = isRead ? tape.nodes.map { "\($0)" } : []
      ids = isRead ? tape.identifiers : []
      isMinified = isRead && tape.isMinified
      report = validator.report
    }
  }

  /// Records alike but for ids and times, and nearly alike: one byte of some is another.
  private struct Source {
    var mutator: RecordMutator

    mutating func next() -> [UInt8] {
      let type = EventType.allCases.randomElement(using: &mutator.generator) ?? .messageSent
      var record = Array(SampleRecords.record(type).utf8)
      var tape = JSONTape()
      try? tape.parse(record.span.bytes)
      for node in tape.nodes where node.kind == .string && node.name == nil {
        replace(node, in: &record)
      }
      switch Int.random(in: 0..<8, using: &mutator.generator) {
      case 0: return mutator.record()
      case 1...3:
        guard let place = record.indices.randomElement(using: &mutator.generator) else { break }
        record[place] = Self.bytes.randomElement(using: &mutator.generator) ?? 0
      default: break
      }
      return record
    }

    private mutating func replace(_ node: JSONTape.Node, in record: inout [UInt8]) {
      let text = String(decoding: record[node.contentRange], as: UTF8.self)
      if node.isIdentifier {
        let id = Identifier(
          high: mutator.generator.next(), low: mutator.generator.next())
        record.replaceSubrange(node.contentRange, with: id.description.utf8)
      } else if text.hasPrefix("2025-"), text.hasSuffix("Z") {
        let day = Int.random(in: 10...32, using: &mutator.generator)
        record.replaceSubrange(node.contentRange, with: "2025-03-\(day)T09:22:11.483Z".utf8)
      }
    }

    private static let bytes = Array(#""\-:,09afAFzZ{}[]"#.utf8) + [0, 10, 0x1F, 0x80, 0xC3, 0xFF]
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func whateverItHasRead(seed: UInt64) throws {
    let validator = try Validator.activity()
    var source = Source(mutator: RecordMutator(seed: seed))
    var used = RecordValidator(validator)
    var known = 0
    for number in 0..<4_000 {
      let record = source.next()
      var new = RecordValidator(validator)
      let said = Said(record, &used)
      #expect(
        said == Said(record, &new),
        "seed \(seed), record \(number): \(String(decoding: record, as: UTF8.self))")
      known += used.reader.isKnownToBeValid ? 1 : 0
    }
    #expect(known > 1_500, "seed \(seed)")
  }

  /// A key that is an id is not the same member as one that is another id.
  @Test func keysAreNotTakenForEachOther() throws {
    var validator = RecordValidator(try Validator.activity())
    for low in [UInt64](arrayLiteral: 1, 1, 2, 3, 3) {
      let key = Identifier(high: 7, low: low).description
      let member = #","\#(key)":"\#(SampleRecords.id)"}}"#
      let record = Array((SampleRecords.record(.messageSent).dropLast(2) + member).utf8)
      var new = RecordValidator(try Validator.activity())
      #expect(Said(record, &validator) == Said(record, &new))
      #expect(validator.report.unrecognised.map(\.pointer) == ["/payload/\(key)"])
    }
  }

  /// So one id, and one time, is as good as another for the schema.
  @Test func noDocumentedValueIsAnIdOrATime() throws {
    let program = try Validator.activity().program
    let cases = program.cases.map { program.string($0.value) }
    for text in program.texts.map(program.string) + cases {
      #expect(Identifier(text) == nil && Timestamp(text) == nil, "\(text)")
    }
  }

  /// Where no record is like another, all are read as they are.
  @Test func recordsThatAreAllUnlike() throws {
    var validator = RecordValidator(try Validator.activity())
    for number in 1...1_500 {
      let metadata = #"{"step_number":\#(number)}"#
      let record = Array(SampleRecords.record(type: "invitation.sent", metadata: metadata).utf8)
      _ = try validator.read(record.span.bytes)
      let tape = validator.reader.tape
      let payload = try #require(tape.member(.payload, of: 0))
      let member = try #require(tape.member(.metadata, of: payload))
      let step = try #require(tape.member(.stepNumber, of: member))
      #expect(tape.integer(step, in: record.span.bytes) == Int64(number))
      #expect(validator.report == ValidationReport())
    }
  }
}
