import Activities
import Testing
import TestSupport

@testable import ActivityAPI

@Suite("Pages are split so that a bad item spoils nothing else")
struct PageSplitterTests {
  private let good =
    #"{"id":"01954b2e-fc10-7000-8a3f-d2e591c04a77","created_at":"2025-03-14T09:22:11.483Z","payload":{"organization_id":"01954b2e-0000-7000-aaaa-111111111111"}}"#

  private func page(_ body: String) throws -> Page {
    try split(Array(body.utf8))
  }

  private func split(_ body: [UInt8]) throws(EnvelopeError) -> Page {
    var reader = RecordReader()
    return try PageSplitter.page(body, with: &reader)
  }

  private func envelope(_ items: String...) -> String {
    #"{"items":[\#(items.joined(separator: ","))],"total_count":7,"total_pages":1,"has_more":true}"#
  }

  @Test func readsTheEnvelopeInAnyOrderAndIgnoresOtherMembers() throws {
    let page = try page(
      #" { "has_more" : false , "note" : {"items":[1,"]}"]} , "total_count" : 1 , "items" : [ \#(good) ] } "#
    )
    #expect(page.totalCount == 1)
    #expect(!page.hasMore)
    let record = try #require(page.records.first)
    #expect(record.key.id.description == "01954b2e-fc10-7000-8a3f-d2e591c04a77")
    #expect(record.fractionDigits == 3)
    #expect(record.organizationID?.description == "01954b2e-0000-7000-aaaa-111111111111")
  }

  @Test func removesWhiteSpaceBetweenTokensOnly() throws {
    let spaced =
      #"{ "id" : "01954b2e-fc10-7000-8a3f-d2e591c04a77", "created_at": "2025-03-14T09:22:11Z", "note": "a \" b\\", "n": 1.50e3 }"#
    let page = try page(envelope(spaced))
    let record = try #require(page.records.first)
    #expect(
      String(decoding: page.bytes[record.range], as: UTF8.self)
        == #"{"id":"01954b2e-fc10-7000-8a3f-d2e591c04a77","created_at":"2025-03-14T09:22:11Z","note":"a \" b\\","n":1.50e3}"#
    )
  }

  @Test(arguments: [
    (#"{"id":"01954b2e-fc10-7000-8a3f-d2e591c04a77"}"#, RecordError.noCreationTime),
    (#"{"created_at":"2025-03-14T09:22:11Z"}"#, .noIdentifier),
    (
      #"{"id":"01954b2e-fc10-7000-8a3f-d2e591c04a77","created_at":"2025-02-30T09:22:11Z"}"#,
      .noCreationTime
    ),
    ("[1,2]", .notAnObject), (#""text, with ] and }""#, .notAnObject), ("null", .notAnObject),
    (#"{"id":1,"id":2}"#, .malformed(JSONSyntaxError(.duplicateKey, at: 8))),
    (#"{"a":01}"#, .malformed(JSONSyntaxError(.invalidNumber, at: 7))),
  ])
  func keepsABadItemBesideGoodOnes(item: String, reason: RecordError) throws {
    let page = try page(envelope(good, item, good))
    #expect(page.records.count == 2)
    guard case .unplaceable(let range, let found) = page.items[1] else {
      Issue.record("the bad item was placed")
      return
    }
    #expect(String(decoding: page.bytes[range], as: UTF8.self) == item)
    #expect(found == reason)
  }

  /// A record takes its bytes from the page only where these are minified.
  @Test func recordsAreThoseOfTheirItems() throws {
    let spaced = good.replacing(",\"", with: " ,\n\"")
    let page = try page(envelope(good, spaced, "1", " \(good) ", "\t\(spaced)\r", good))
    #expect(
      page.records.map { String(decoding: page.bytes[$0.range], as: UTF8.self) }
        == Array(repeating: good, count: 5))
  }

  @Test func keepsAnItemThatIsNoUTF8() throws {
    let body =
      Array(#"{"items":["#.utf8) + [UInt8(ascii: "\""), 0xFF, UInt8(ascii: "\"")]
      + Array(#"],"total_count":1,"has_more":false}"#.utf8)
    let page = try split(body)
    #expect(page.items.count == 1)
    #expect(page.records.isEmpty)
  }

  /// What a served archive has not read at its ends bounds what can be claimed; if it has read nothing,
  /// that is for each walk to tell.
  @Test func theExtentOfWhatWasRead() throws {
    let all = Window(since: nil, until: nil)
    let days = (0..<4).map { Instant(seconds: $0 * 86_400) }
    var page = try page(envelope())
    #expect(page.readExtent == all)
    page.unread = [Window(from: days[1], until: days[2])]
    #expect(page.readExtent == all)
    page.unread += [Window(since: days[3], until: nil)]
    #expect(page.readExtent == Window(since: nil, until: days[3]))
    page.unread = [Window(since: nil, until: days[0])] + page.unread
    #expect(page.readExtent == Window(from: days[0], until: days[3]))
    for nothing in [
      [all], [Window(since: nil, until: days[1]), Window(since: days[1], until: nil)],
    ] {
      page.unread = nothing
      #expect(page.readExtent == all)
    }
  }

  @Test func everyTruncationIsUnreadable() throws {
    let body = Array(envelope(good).utf8)
    for length in 0..<body.count {
      #expect(throws: EnvelopeError.unreadable, "cut to \(length) bytes") {
        try split(Array(body.prefix(length)))
      }
    }
  }

  @Test(arguments: [
    "<html>502 Bad Gateway</html>", "", "OK", #"{"items":[]}x"#, "{\"items\":[{]}",
  ])
  func otherBodiesAreUnreadable(body: String) {
    #expect(throws: EnvelopeError.unreadable) { try page(body) }
  }

  @Test(arguments: [
    "[]", "{}", #"{"items":[],"total_count":1}"#, #"{"items":[],"has_more":true}"#,
    #"{"items":{},"total_count":1,"has_more":true}"#,
    #"{"items":[],"total_count":-1,"has_more":true}"#,
    #"{"items":[],"total_count":"1","has_more":true}"#,
  ])
  func otherJSONIsNoEnvelope(body: String) {
    #expect(throws: EnvelopeError.notAnEnvelope) { try page(body) }
  }

  /// A hundred are asked for.
  @Test func itemsWithoutEndAreNoPage() throws {
    let items = Array(repeating: "1", count: PageSplitter.maximumItems)
    #expect(try page(envelope(items.joined(separator: ","))).items.count == items.count)
    #expect(throws: EnvelopeError.tooManyItems) {
      try page(envelope((items + ["1"]).joined(separator: ",")))
    }
  }

  @Test func randomDamageNeverTraps() {
    var random = SeededGenerator(seed: 20_250_314)
    let body = Array(envelope(good, "[[1]]", #""x""#).utf8)
    for _ in 0..<20_000 {
      var damaged = body
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        damaged[Int.random(in: damaged.indices, using: &random)] =
          UInt8.random(in: .min ... .max, using: &random)
      }
      _ = try? split(damaged)
    }
  }

  /// What a reader that has read other pages must say, too: another one, which has read none, says it.
  private func expectTheSame(
    _ body: [UInt8], _ reader: inout RecordReader, _ comment: @autoclosure () -> Comment
  ) {
    let expected = Result { () throws(EnvelopeError) in Self.told(try split(body)) }
    let found = Result { () throws(EnvelopeError) in
      Self.told(try PageSplitter.page(body, with: &reader))
    }
    #expect(found == expected, comment())
  }

  private static func told(_ page: Page) -> [String] {
    ["\(page.totalCount) \(page.hasMore)"]
      + page.items.map { item in
        switch item {
        case .record(let record):
          "\(record.key) \(record.fractionDigits) \(record.organizationID as Any) "
            + String(decoding: page.bytes[record.range], as: UTF8.self)
        case .unplaceable(let range, let reason):
          "\(reason) " + String(decoding: page.bytes[range], as: UTF8.self)
        }
      }
  }

  @Test func whatWasReadBeforeChangesNothing() throws {
    var random = SeededGenerator(seed: 4)
    var reader = RecordReader()
    let other = good.replacing("483Z", with: "484Z").replacing("4a77", with: "4a78")
    let body = Array(envelope(good, other, "[[1]]", good, #""x""#, other, good).utf8)
    expectTheSame(body, &reader, "whole")
    for number in 0..<20_000 {
      var damaged = body
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        damaged[Int.random(in: damaged.indices, using: &random)] =
          UInt8.random(in: .min ... .max, using: &random)
      }
      expectTheSame(damaged, &reader, "\(number)")
    }
  }

  /// Where an item ends is guessed by how the next one begins.
  @Test(arguments: [
    (#"{"id":"#, #","list":[{"id":"a"},{"id":"b"},{"id":"c"}],"payload":{"sequence_id":null}}"#),
    (#"{"id":"#, #","note":",{\"id\":\"}},{"}"#),
    (#"{"id" : "#, #","note":"                                  "}"#),
    (#"{"",{"":1,"id":"#, #","a":",{"","b":"        "}"#),
    (#"{",{":1,"id":"#, #","a":"},{","b":"        "}"#),
  ])
  func itemsThatSeemToEndEarlier(beginning: String, end: String) throws {
    let item =
      beginning + #""01954b2e-fc10-7000-8a3f-d2e591c04a77","created_at":"2025-03-14T09:22:11.483Z""#
      + end
    let broken = String(item.dropLast(2))
    var reader = RecordReader()
    for _ in 0..<3 {
      for items in [
        [item, item, good], [good, item, item], [broken, item, item], [item, broken, item],
      ] {
        expectTheSame(Array(envelope(items.joined(separator: ",")).utf8), &reader, "\(items)")
      }
    }
  }
}
