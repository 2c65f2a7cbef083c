import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Testing

@Suite struct SearchDamageTests {
  private func twoDays(_ folder: SearchArchive) async throws -> Archive {
    try await folder.commit(
      (0..<2).flatMap { day in
        (0..<1_100).map { SampleActivity(day * 1_100 + $0, day: day, seconds: $0) }
      })
  }

  @Test func aMissingSegmentIsToldAndTheRestIsSearched() async throws {
    let folder = try SearchArchive()
    let archive = try await twoDays(folder)
    try folder.remove(SegmentLocation(.activities(SampleActivity.day(0)), part: 0))
    let (texts, report) = try await Search(archive).found(SearchQuery())
    #expect(texts.count == 1_100)
    #expect(!report.isWhole && report.faultCount == 1)
    let (forms, lookup) = try await Search(archive).forms(of: SampleActivity.identifier(1_000))
    #expect(forms.isEmpty)
    #expect(!lookup.isWhole)
  }

  @Test func aDamagedBlockIsToldAndTheRestIsSearched() async throws {
    let folder = try SearchArchive()
    let archive = try await twoDays(folder)
    let location = SegmentLocation(.activities(SampleActivity.day(0)), part: 0)
    let url = URL(fileURLWithPath: folder.path + "/" + location.path)
    var bytes = try Data(contentsOf: url)
    // Behind the header of the first block, within its deflated records.
    bytes[BlockHeader.maximumLength + 500] ^= 0xFF
    try bytes.write(to: url)
    let (texts, report) = try await Search(archive).found(SearchQuery())
    #expect(texts.count == 2_200 - 1_024)
    #expect(report.faultCount == 1)
    guard case .segment(let path, let offset, _)? = report.faults.first else {
      Issue.record("no fault of a segment: \(report.faults)")
      return
    }
    #expect(path == location.path && offset == 0)
  }

  /// The API's own spelling is kept, so a search must see through it.
  @Test func identifiersAreFoundHoweverTheyAreSpelt() async throws {
    let folder = try SearchArchive()
    let plain = SampleActivity(1, seconds: 1)
    let person = "\(plain.person)"
    let upper = plain.respelt(2) { $0.replacing(person, with: person.uppercased()) }
    let escaped = plain.respelt(3) {
      $0.replacing("\"\(person)\"", with: "\"\\u0030\(person.dropFirst())\"")
    }
    let type = plain.respelt(4) { $0.replacing("message.sent", with: "message\\u002esent") }
    let foreign = plain.respelt(5) { $0.replacing("\"MESSAGE\"", with: "\"MESSAGE\",\"é\":1") }
    let strange = plain.respelt(6) { $0.replacing(person, with: "not a UUID") }
    let other = plain.respelt(7) { $0.replacing(person, with: "\(SampleActivity.identifier(9))") }
    let all = [(plain.key, plain.record), upper, escaped, type, foreign, strange, other]
    let archive = try await folder.commit(records: all)
    let search = Search(archive)
    let byPerson = try await search.texts(SearchQuery { $0.personID = plain.person })
    #expect(byPerson.count == 5)
    #expect(try await search.count(SearchQuery { $0.types = ["message.sent"] }).records == 7)
    #expect(
      try await search.texts(
        SearchQuery {
          $0.eventType = "SENT"
          $0.channel = "EMAIL"
        }
      ).count == 7)
    let people = try await search.counts(SearchQuery(), by: [.personID]).rows
    #expect(people.map(\.count) == [5, 1, 1])
    #expect(people.first?.values == [person])
  }
}

extension SampleActivity {
  /// The activity with another id and its record spelt in another way.
  fileprivate func respelt(
    _ number: Int, _ change: (String) -> String
  ) -> (key: RecordKey, record: [UInt8]) {
    var copy = self
    copy.id = Self.identifier(number)
    return (copy.key, Array(change(copy.text).utf8))
  }
}
