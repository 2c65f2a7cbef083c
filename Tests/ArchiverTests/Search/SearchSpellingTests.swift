import Activities
import ArchiveFormat
import Archiver
import Testing

/// The API's own spelling is kept, so a search must see through it.
@Suite struct SearchSpellingTests {
  private let plain = SampleActivity(1, seconds: 1)
  private var person: String { "\(plain.person)" }

  /// The texts of the records that a query finds among the plain one and others.
  private func texts(
    _ changes: [(String) -> String], _ query: SearchQuery
  ) async throws -> [String] {
    let folder = try SearchArchive()
    return try await Search(folder.commit(records: respelt(changes))).texts(query)
  }

  private func respelt(_ changes: [(String) -> String]) -> [(key: RecordKey, record: [UInt8])] {
    [(plain.key, plain.record)] + changes.enumerated().map { plain.respelt(2 + $0, $1) }
  }

  @Test func identifiers() async throws {
    let folder = try SearchArchive()
    let records = respelt(
      [
        { $0.replacing(person, with: person.uppercased()) },
        { $0.replacing("\"\(person)\"", with: "\"\\u0030\(person.dropFirst())\"") },
        { $0.replacing("\"MESSAGE\"", with: "\"MESSAGE\",\"é\":\"\\n\"") },
        // Five characters, the first of which is a backslash.
        { $0.replacing("\"\(person)\"", with: "\"\\\\u0030\(person.dropFirst())\"") },
        { $0.replacing(person, with: "not a UUID") },
        { $0.replacing(person, with: "\(SampleActivity.identifier(9))") },
      ])
    let search = Search(try await folder.commit(records: records))
    #expect(try await search.texts(SearchQuery { $0.personID = plain.person }).count == 4)
    let people = try await search.counts(SearchQuery(), by: [.personID]).rows
    #expect(people.map(\.count) == [4, 1, 1, 1])
    #expect(people.first?.values == [person])
  }

  @Test(arguments: ["message\\u002esent", "message.sen\\u0074", "\\u006Dessage.sent"])
  func types(_ spelling: String) async throws {
    let changes: [(String) -> String] = [
      { $0.replacing("message.sent", with: "task.created") },
      { $0.replacing("message.sent", with: spelling) },
      { $0.replacing("message.sent", with: "message.sent\\u0074") },
    ]
    #expect(try await texts(changes, SearchQuery { $0.types = ["message.sent"] }).count == 2)
    #expect(try await texts(changes, SearchQuery { $0.eventType = "SENT" }).count == 2)
  }

  /// By canonical equivalence, which `==` of strings goes by, the sign for kelvin is a K.
  @Test(arguments: ["LIN\u{212A}EDIN", "LIN\\u212aEDIN", "LINKE\\u0044IN", "LINKEDIN"])
  func equalSigns(_ spelling: String) async throws {
    let found = try await texts(
      [
        { $0.replacing("EMAIL", with: spelling) },
        { $0.replacing("EMAIL", with: "LIN\u{212B}EDIN") },
        { $0.replacing("EMAIL", with: "linkedin") },
      ], SearchQuery { $0.channel = "LINKEDIN" })
    #expect(found.count == 1)
  }

  @Test(arguments: [("\u{1FEF}", "`"), ("\u{37E}", ";"), ("\u{212A}", "K")])
  func equalTypes(_ sign: String, _ letter: String) async throws {
    let changes = [sign, letter, "é"].map { end in
      { (text: String) in text.replacing("message.sent", with: "a.\(end)") }
    }
    #expect(try await texts(changes, SearchQuery { $0.types = ["a.\(letter)"] }).count == 2)
    #expect(try await texts(changes, SearchQuery { $0.eventType = letter }).count == 2)
  }

  /// No other character is equal to one of ASCII.
  @Test func threeSignsAreEqualToOneOfASCII() {
    let ascii = Set((0x20...0x7E).map { String(Unicode.Scalar(UInt8($0))) })
    let equal = (0x80...0x2_FFFF).compactMap { Unicode.Scalar(UInt32($0)) }
      .filter { ascii.contains(String($0)) }
    #expect(equal == ["\u{37E}", "\u{1FEF}", "\u{212A}"])
  }

  /// Records that match before a long one that has its escape at the end.
  @Test func manyBeforeALongOne() async throws {
    let folder = try SearchArchive()
    let long = String(repeating: "x", count: 3_000_000)
    let last = plain.respelt(1_000) {
      $0.replacing("\"MESSAGE\"", with: "\"MESSAGE\",\"a\":\"\(long)\\u0041\"")
    }
    let archive = try await folder.commit(
      records: (1..<1_000).map { plain.respelt($0) { $0 } } + [last])
    let found = try await Search(archive).texts(SearchQuery { $0.types = ["message.sent"] })
    #expect(found.count == 1_000)
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
