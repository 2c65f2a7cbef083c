import Activities
import ArchiveFormat
import Testing

@testable import Archiver

extension Damage {
  /// Records that should never have been archived: hashes, headers and entries fit.
  static let records: [Damage] = [
    Damage("a record that is no JSON", Place(.recordMalformed, Specimen.small, line: 2)) {
      try $0.forge(Specimen.small) { records in records[1].removeLast() }
    },
    Damage("an empty line", Place(.recordMalformed, Specimen.quarantine, line: 2)) { specimen in
      let records = try specimen.records(Specimen.quarantine)
      var summary = SegmentSummary()
      let first = records[0]
      summary.addQuarantined(first.span.bytes, receivedAt: Instant(nanoseconds: 0))
      let ended = summary.endBlock()
      let block = try #require(ended)
      var forged = try ForgedSegment([])
      forged.append(records[0] + Array("\n\n".utf8), block)
      try specimen.replace(Specimen.quarantine, by: forged.bytes)
    },
    Damage(
      "a last line without its end", Place(.recordMalformed, Specimen.small, line: 3)
    ) { specimen in
      let records = try specimen.records(Specimen.small)
      let content = Array(records.joined(separator: [UInt8(ascii: "\n")]))
      let bytes = try specimen.bytes(Specimen.small)
      let header = try BlockHeader(prefix: bytes.span.bytes)
      var forged = try ForgedSegment([])
      forged.append(content, header.summary)
      forged.appendFilter(try #require(try ForgedSegment(records).group), blockCount: 1)
      try specimen.replace(Specimen.small, by: forged.bytes)
    },
    Damage(
      "a record that breaks the schema",
      Place(.schemaViolation, Specimen.small, line: 2, pointer: "/payload/person_id")
    ) { specimen in
      try specimen.forge(Specimen.small) { records in
        let text = String(decoding: records[1], as: UTF8.self)
        records[1] = Array(text.replacing("-bbbb-222222222222", with: "-bbbb-2222222222zz").utf8)
      }
    },
    Damage(
      "a record without an id", Place(.schemaViolation, Specimen.small, line: 1, pointer: "/id")
    ) { specimen in
      try specimen.forge(Specimen.small) { records in
        let text = String(decoding: records[0], as: UTF8.self)
        records[0] = Array(text.replacing(#""id":"0"#, with: #""id":"x"#).utf8)
      }
    },
    Damage(
      "a record of another workspace",
      Place(.schemaViolation, Specimen.small, line: 3, pointer: "/payload/organization_id")
    ) { specimen in
      try specimen.forge(Specimen.small) { records in
        let text = String(decoding: records[2], as: UTF8.self)
        records[2] = Array(text.replacing("aaaa-1111", with: "aaaa-2222").utf8)
      }
    },
    Damage("a record of the next day", Place(.wrongPartition, Specimen.small, line: 4)) {
      specimen in
      try specimen.forge(Specimen.small) {
        $0.append(try SpecimenRecords.record(1, day: "2025-03-16", id: 77))
      }
    },
    Damage("records out of order", Place(.outOfOrder, Specimen.small, line: 3)) { specimen in
      try specimen.forge(Specimen.small) { $0.swapAt(1, 2) }
    },
    Damage("an id twice in a part", Place(.duplicateID, Specimen.small, line: 4)) { specimen in
      try specimen.forge(Specimen.small) {
        $0.append(try SpecimenRecords.record(4, day: "2025-03-15", id: 2))
      }
    },
    Damage("a record twice in a part", Place(.duplicateID, Specimen.small, line: 4)) { specimen in
      try specimen.forge(Specimen.small) { $0.append($0[2]) }
    },
    Damage("an id in two parts of a day", Place(.duplicateID, Specimen.late, line: 3)) {
      specimen in
      try specimen.forge(Specimen.late) { $0.append(try SpecimenRecords.record(2_003, id: 7)) }
    },
    Damage("an item twice in quarantine", Place(.duplicateID, Specimen.quarantine, line: 3)) {
      specimen in
      let records = try specimen.records(Specimen.quarantine)
      try specimen.forgeQuarantine([records[0], records[1], records[0]])
    },
    Damage(
      "an id twice in a part of amendments",
      Place(.duplicateID, Specimen.amendments, line: 3)
    ) { specimen in
      try specimen.forge(Specimen.amendments) {
        $0.append(try SpecimenRecords.record(30, category: "INTERESTED", id: 20))
      }
    },
    Damage("an amendment of nothing", Place(.amendmentUnfounded, Specimen.amendments, line: 3)) {
      specimen in
      try specimen.forge(Specimen.amendments) {
        $0.append(try SpecimenRecords.record(5_000, category: "INTERESTED"))
      }
    },
    Damage(
      "an amendment that changes nothing",
      Place(.amendmentUnfounded, Specimen.newest, line: 1)
    ) { specimen in
      try specimen.forge(Specimen.newest) { records in
        // Another order of members and another spelling are the same value.
        let text = String(
          decoding: try SpecimenRecords.record(10, category: "INTERESTED"), as: UTF8.self)
        let id = #""id":"\#(SpecimenRecords.id(10))","#
        let moved = "{" + text.dropFirst().replacing(id, with: "").dropLast() + "," + id.dropLast()
        records = [Array((moved + "}").replacing("INTER", with: #"\u0049NTER"#).utf8)]
      }
    },
  ]

  /// What is missing.
  static let completeness: [Damage] = [
    Damage("a day that was not walked", complete: false, Place(.coverageGap, Layout.index)) {
      specimen in
      try specimen.reseal { $0.remove(at: 6) }
    },
    Damage("an incomplete walk", complete: false, Place(.walkIncomplete, Layout.index, line: 8)) {
      try $0.edit(line: 8, #""complete":true"#, #""complete":false"#)
    },
  ]
}
