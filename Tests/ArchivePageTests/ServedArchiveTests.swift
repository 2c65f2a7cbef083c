import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Simulator
import TestSupport
import Testing

@testable import ArchivePage

/// One commit after another is served, and none that is not there any more.
@Suite("Served archives", .timeLimit(.minutes(2))) struct ServedArchiveTests {
  private func waitUntil(_ isSo: () async throws -> Bool) async throws {
    while try await !isSo() { try await Task.sleep(for: .milliseconds(50)) }
  }

  @Test func aFetchIsSeen() async throws {
    try await withPageFixture { fixture in
      let archive = try ServedArchive(at: fixture.directory)
      let first = try await archive.current()
      let again = try await archive.current()
      #expect(first === again)
      let day = try #require(first.archive.days(of: .activities).last)
      fixture.simulator.workspace.insert(at: day.start + .seconds(60))
      try await fixture.fetch()
      try await waitUntil { try await archive.current() !== first }
      let newer = try await archive.current()
      #expect(newer.archive.checkpoint.size > first.archive.checkpoint.size)
      // Whoever has taken a commit stays with it.
      #expect(first.overview(isLocked: false, .none) != newer.overview(isLocked: false, .none))
      // Without a commit, none is opened.
      try await Task.sleep(for: .milliseconds(1_200))
      let same = try await archive.current()
      #expect(same === newer)
    }
  }

  /// A redaction takes a file away that the commit before still names; who asks at that moment is
  /// answered by the commit that made it so.
  @Test func aFileThatWentMeanwhile() async throws {
    try await withPageFixture { fixture in
      let archive = try ServedArchive(at: fixture.directory)
      let id = try #require(fixture.simulator.workspace.activities().first?.id)
      let subject = try #require(RedactionSubject(persons: [], activities: [id]))
      let redaction = try #require(
        Redaction(at: Instant(seconds: 1_760_000_000), reason: "asked to"))
      _ = try await Redact(directory: fixture.directory, subject).run(redaction)
      let query = ActivityQuery(order: .ascending, size: 100)
      let page = try await archive.page(query)
      #expect(page.totalCount == 299 && page.items.count == 100)
      let texts = page.items.map { String(decoding: $0, as: UTF8.self) }
      #expect(!texts.contains { $0.contains(id.description) })
      #expect(try await archive.activity(id) == nil)
    }
  }

  /// An archive that cannot be opened any more is not served as if it could.
  @Test func damageIsTold() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        let checkpoint = fixture.directory + "/checkpoint"
        let whole = try String(contentsOfFile: checkpoint, encoding: .utf8)
        try whole.replacing("topo-archive/", with: "topo-archive/x")
          .write(toFile: checkpoint, atomically: true, encoding: .utf8)
        try await waitUntil { try await server.send("GET", "/data/overview").status != 200 }
        let answer = try await server.send("GET", "/data/overview")
        #expect(answer.status == 503 && answer.code == "archive_unreadable")
        #expect(answer.text.contains("checkpointMalformed"))
        answer.expectGuarded()
        try whole.write(toFile: checkpoint, atomically: true, encoding: .utf8)
        try await waitUntil { try await server.send("GET", "/data/overview").status == 200 }
      }
    }
  }

  /// Nobody commits by writing into the index.
  @Test func aChangedIndexIsTold() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        let file = URL(filePath: fixture.directory + "/index.ndjson")
        let whole = try Data(contentsOf: file)
        var bytes = whole
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: file)
        try await waitUntil { try await server.send("GET", "/data/overview").status != 200 }
        let answer = try await server.send("GET", "/v1/activities")
        #expect(answer.status == 503 && answer.code == "archive_unreadable")
        let begun = try await server.send(
          "POST", "/data/verification", fields: ["Sec-Fetch-Site: same-origin"])
        #expect(begun.status == 202)
        let events = try await server.send("GET", "/data/verification/events").text
        #expect(events.contains(#""intact":false"#) && events.contains("words for "))
        try whole.write(to: file)
        try await waitUntil { try await server.send("GET", "/data/overview").status == 200 }
        // It was verified while it was damaged, and not since.
        let overview = try await server.send("GET", "/data/overview").text
        #expect(overview.contains(#""intact":false,"findings":"#))
      }
    }
  }

  @Test func whatIsNoArchive() async throws {
    try await withPageFixture { fixture in
      await #expect(throws: StoreError.self) {
        try await PageServer.start(
          archive: fixture.directory + "/staging", words: PageFixture.words)
      }
    }
  }

  @Test func aPortInUse() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        await #expect(
          throws: PageServerError.cannotListen(
            address: "127.0.0.1", port: server.port, code: EADDRINUSE)
        ) {
          try await PageServer.start(
            archive: fixture.directory, port: server.port, words: PageFixture.words)
        }
        await #expect(throws: PageServerError.noSuchAddress("nowhere.invalid")) {
          try await PageServer.start(
            archive: fixture.directory, address: "nowhere.invalid", words: PageFixture.words)
        }
      }
    }
  }
}
