import ArchiveFormat
import ArchiveStore
import Foundation
import Simulator
import Testing

/// Answers of something that wants to harm who asks it.
@Suite("An API that is made to harm", .timeLimit(.minutes(3))) struct HostileAPITests {
  private static let start = #"{"total_count":1,"has_more":false,"items":[""#
  private static let mebibyte = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
  /// A mebibyte as a piece of a chunked body.
  private static let chunk = Array("100000\r\n".utf8) + mebibyte + Array("\r\n".utf8)

  /// A body of 1 GiB: as it says, in chunks, or until the connection ends.
  @Test(arguments: [
    ("200 OK", "Content-Length: 1073741824\r\n\r\n\(start)", mebibyte),
    (
      "200 OK",
      "Transfer-Encoding: chunked\r\n\r\n\(String(start.utf8.count, radix: 16))\r\n\(start)\r\n",
      chunk
    ),
    ("200 OK", "Connection: close\r\n\r\n\(start)", mebibyte),
    ("422 Bad", "Connection: close\r\n\r\n\(start)", mebibyte),
    ("307 Away", "Connection: close\r\n\r\n\(start)", mebibyte),
  ])
  func aBodyWithoutEndIsNotReadOn(status: String, rest: String, piece: [UInt8]) async throws {
    let head = Array("HTTP/1.1 \(status)\r\nContent-Type: application/json\r\n\(rest)".utf8)
    try await withFixture { fixture in
      let server = try CannedServer(head, piece: piece, times: 1_024)
      defer { server.stop() }
      let run = try await measuredFetch(fixture, server)
      run.outcome.expectRefusal(2, "an answer is larger than 32 MiB: check --base-url")
      #expect(server.requests.count == 1)
      // What sockets hold between the two programs comes on top.
      #expect(server.bytesSent < 48 << 20)
      #expect(run.peak < 144 << 20, "\(run.peak >> 20) MiB")
      #expect(try fixture.snapshot().isEmpty)
    }
  }

  /// Nothing is inflated that was not asked for compressed.
  @Test func aCompressedBodyIsNoJSON() async throws {
    try await withFixture { fixture in
      let bomb = fixture.folder.appending(path: "bomb")
      try await HostileArchive.make("bomb", at: bomb.path, in: fixture.folder)
      let segment = "activities/created_date=2025-03-14/part-00000.ndjson.gz"
      let body = try Data(contentsOf: bomb.appending(path: segment))
      let head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
        + "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
      let server = try CannedServer(Array(head.utf8) + body)
      defer { server.stop() }
      let run = try await measuredFetch(fixture, server)
      run.outcome.expectRefusal(
        2,
        "the answers are not JSON, or are cut off: check that --base-url is the API and not a"
          + " proxy's or login page")
      #expect(!server.requests.contains { $0.lowercased().contains("accept-encoding") })
      #expect(run.peak < 96 << 20, "\(run.peak >> 20) MiB")
    }
  }

  @Test func itemsWithoutEndAreNoPage() async throws {
    try await withFixture { fixture in
      let items = [UInt8](Array(repeating: Array("1,".utf8), count: 15 << 20).joined())
      let body =
        Array(#"{"total_count":1,"has_more":false,"items":["#.utf8) + items + Array("1]}".utf8)
      let head = "HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n"
      let server = try CannedServer(Array(head.utf8) + body)
      defer { server.stop() }
      let run = try await measuredFetch(fixture, server)
      run.outcome.expectRefusal(
        2,
        "the API returned activities outside the bounds that were sent, so that nothing can be claimed"
          + " about what it holds: check --base-url, then ask its support")
      #expect(run.peak < 144 << 20, "\(run.peak >> 20) MiB")
    }
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func theKeyFollowsNoRedirect(status: Int) async throws {
    try await withFixture { fixture in
      let other = try CannedServer(json: OneActivity().page)
      defer { other.stop() }
      let server = try CannedServer(
        status: "\(status) Elsewhere\r\nLocation: \(other.baseURL)/v1/activities",
        type: "text/plain", body: "")
      defer { server.stop() }
      try await fixture.fetch(baseURL: server.baseURL).expectRefusal(
        2,
        "the API redirects to \(other.baseURL)/v1/activities, which is not followed so that the key"
          + " reaches no other host: set --base-url to the API itself")
      #expect(server.requests.allSatisfy { $0.contains(fixture.simulator.key) })
      #expect(other.requests.isEmpty)
      #expect(try fixture.snapshot().isEmpty)
    }
  }

  /// Each is kept as it came, and none is in the way of the record beside it.
  @Test func itemsThatAreNoRecordsAreKept() async throws {
    let invalid = Array(#"{"id":""#.utf8) + [0xFF, 0xC0, 0x80] + Array(#""}"#.utf8)
    let items: [(item: [UInt8], reason: String)] = [
      (Self.nested(129), "too_deep"), (Self.nested(100_000), "too_deep"),
      (Array(#"{"a":1,"\u0061":2}"#.utf8), "duplicate_key"),
      (Array(#"{"a":"\ud83d"}"#.utf8), "unpaired_surrogate"), (invalid, "invalid_utf8"),
      (Array("{\"a\":\"\u{0}\"}".utf8), "malformed_json"),
      (Array("1e999999999999".utf8), "not_an_object"),
      (Array("\"\(String(repeating: "a", count: 5 << 20))\"".utf8), "too_long"),
    ]
    let record = OneActivity(more: #","sent":1e999,"score":-1e-999999999999"#).record
    let all = [Array(record.utf8)] + items.map(\.item)
    let body =
      Array(#"{"total_count":\#(all.count),"has_more":false,"items":["#.utf8)
      + all.joined(separator: [UInt8(ascii: ",")]) + Array("]}".utf8)
    let head = "HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n"
    try await withFixture { fixture in
      let server = try CannedServer(Array(head.utf8) + body)
      defer { server.stop() }
      let run = try await measuredFetch(fixture, server)
      #expect(run.outcome.status == 0, "\(run.outcome.errors)")
      #expect(run.peak < 192 << 20, "\(run.peak >> 20) MiB")
      #expect(try await fixture.records() == [record])
      let kept = try Self.quarantine(fixture.archive)
      #expect(Set(kept.map(\.item)) == Set(items.map(\.item)))
      #expect(Set(kept.map(\.reason.rawValue)) == Set(items.map(\.reason)))
      let verified = try await fixture.run(["verify"])
      #expect(verified.errorLines.contains("intact"), "\(verified.errors)")
    }
  }

  private static func nested(_ depth: Int) -> [UInt8] {
    Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
  }

  private static func quarantine(_ archive: String) throws -> [QuarantineRecord] {
    let archive = try Archive(at: archive)
    var records: [QuarantineRecord] = []
    for segment in archive.segments(in: .quarantine) {
      var reader = try archive.reader(of: segment)
      var content: [UInt8] = []
      while let block = try reader.nextBlock() {
        try reader.read(block, into: &content)
        for line in content.split(separator: UInt8(ascii: "\n")) {
          let bytes = Array(line)
          records.append(try QuarantineRecord(line: bytes.span.bytes))
        }
      }
    }
    return records
  }

  private func measuredFetch(
    _ fixture: CommandFixture, _ server: CannedServer
  ) async throws -> Measured {
    try await Measured.run(
      ["fetch", "--base-url", server.baseURL] + OneActivity.window,
      environment: ["TOPO_ARCHIVE": fixture.archive, "TOPO_API_KEY": fixture.simulator.key],
      in: fixture.folder)
  }
}
