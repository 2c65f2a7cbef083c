import Foundation
import Simulator
import Testing

/// Folders that a command must not take for what they are not: one line, exit code 2, and every
/// byte as it was.
@Suite("Where the archive refuses", .timeLimit(.minutes(2))) struct ArchiveRefusalTests {
  @Test(arguments: [["verify"], ["grep", "x"], ["status"], ["get", UUID().uuidString]])
  func aFolderThatIsNoArchive(arguments: [String]) async throws {
    try await withFixture { fixture in
      try await fixture.run(arguments).expectRefusal(
        2, "\(fixture.archive): cannot open: No such file or directory; check --archive")
      try FileManager.default.createDirectory(
        atPath: fixture.archive, withIntermediateDirectories: true)
      let line =
        "\(fixture.archive): this folder is no archive: check --archive (fetch makes a new one in an"
        + " empty folder)"
      try await fixture.run(arguments).expectRefusal(2, line)
      let file = try fixture.write("precious", to: "archive/photo.jpg")
      try await fixture.run(arguments).expectRefusal(2, line)
      try await fixture.run(arguments + ["--archive", file]).expectRefusal(
        2, "\(file): cannot open: Not a directory; check --archive")
      #expect(try fixture.snapshot() == ["photo.jpg": Data("precious".utf8)])
    }
  }

  @Test func fetchTouchesNoFolderOfSomethingElse() async throws {
    try await withFixture { fixture in
      try FileManager.default.createDirectory(
        atPath: fixture.archive, withIntermediateDirectories: true)
      let file = try fixture.write("precious", to: "archive/photo.jpg")
      try await fixture.fetch().expectRefusal(
        2,
        "\(fixture.archive): this folder is no archive and not empty: give --archive an empty or new"
          + " folder")
      try await fixture.fetch(["--archive", file]).expectRefusal(
        2, "\(file): cannot open: Not a directory; check --archive")
      #expect(try fixture.snapshot() == ["photo.jpg": Data("precious".utf8)])
    }
  }

  @Test func aNewerFormat() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      try NewerArchive.rewrite(fixture.archive) {
        $0.replacingOccurrences(of: #""format":1,"#, with: #""format":2,"#)
      }
      try await Self.expectNewer(fixture, line: 1)
    }
  }

  @Test func anEntryOfALaterVersion() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      try NewerArchive.rewrite(fixture.archive) { $0 + "{\"kind\":\"translation\"}\n" }
      let lines = try #require(try fixture.snapshot()["index.ndjson"]).split(separator: 0x0A).count
      try await Self.expectNewer(fixture, line: lines)
    }
  }

  private static func expectNewer(_ fixture: CommandFixture, line: Int) async throws {
    let before = try fixture.snapshot()
    let words =
      "\(fixture.archive): the archive was made by a newer topo-archive (index line \(line)): use that"
      + " version"
    for arguments in [["grep"], ["status"], ["get", UUID().uuidString]] {
      try await fixture.run(arguments).expectRefusal(2, words)
    }
    try await fixture.fetch().expectRefusal(2, words)
    let verified = try await fixture.run(["verify"])
    #expect(verified.status == 1)
    #expect(verified.errors.contains("index_unsupported: index.ndjson:\(line): "))
    #expect(!verified.errors.contains("index_malformed"))
    #expect(try fixture.snapshot() == before)
  }

  /// What fetch would go on without, and what reading would leave out.
  @Test func aSegmentThatIsGone() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let path = try #require(try fixture.snapshot().keys.filter { $0.hasSuffix(".gz") }.min())
      try FileManager.default.removeItem(atPath: fixture.archive + "/" + path)
      let before = try fixture.snapshot()
      fixture.simulator.log.reset()
      let line =
        "\(fixture.archive): \(path) is in the index, but not there: run verify to see all that is"
        + " missing, and repair --from COPY to heal it"
      try await fixture.fetch().expectRefusal(2, line)
      #expect(fixture.simulator.log.count == 0)
      let searched = try await fixture.run(["grep", "-c", "x"])
      #expect(searched.status == 2)
      #expect(
        searched.errorLines == [
          "topo-archive: \(line)", "topo-archive: the answer is not whole: run verify to see why",
        ])
      #expect(try fixture.snapshot() == before)
    }
  }

  @Test func aSegmentThatWasCut() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let path = try #require(try fixture.snapshot().keys.filter { $0.hasSuffix(".gz") }.min())
      let file = URL(filePath: fixture.archive + "/" + path)
      let content = try Data(contentsOf: file)
      try content.dropLast(7).write(to: file)
      let before = try fixture.snapshot()
      try await fixture.fetch().expectRefusal(
        2,
        "\(fixture.archive): \(path) has \(Self.grouped(content.count - 7)) bytes and the index says"
          + " \(Self.grouped(content.count)): run verify to see all that is damaged, and repair"
          + " --from COPY to heal it; this run changed nothing")
      #expect(try fixture.snapshot() == before)
    }
  }

  private static func grouped(_ number: Int) -> String {
    number < 1_000 ? "\(number)" : "\(number / 1_000),\(String(number % 1_000 + 1_000).dropFirst())"
  }

  @Test func anotherWorkspace() async throws {
    let ours = "01954b2e-0000-7000-aaaa-111111111111"
    let others = "01954b2e-0000-7000-aaaa-999999999999"
    try await withFixture { fixture in
      let server = try CannedServer(json: OneActivity(organizationID: ours).page)
      defer { server.stop() }
      try await fixture.fetch(OneActivity.window, baseURL: server.baseURL).expectGood()
      let before = try fixture.snapshot()
      server.answer(json: OneActivity(day: "2025-03-15", organizationID: others).page)
      try await fixture.fetch(["--until", "2025-03-16"], baseURL: server.baseURL).expectRefusal(
        2,
        "the archive belongs to workspace \(ours), but the key is of workspace \(others): give the"
          + " other key, or another --archive; nothing of that workspace was kept")
      #expect(try fixture.snapshot() == before)
      #expect(try await fixture.records().count == 1)
      try await fixture.run(["verify"]).expectGood()
    }
  }

  @Test func aSecondWriter() async throws {
    try await withFixture { fixture in
      try await fixture.fetch(["--until", "2025-06-26"]).expectGood()
      fixture.simulator.faults = [FaultRule(.latency(.milliseconds(150)))]
      fixture.simulator.log.reset()
      let first = try fixture.start(["fetch", "--base-url", fixture.simulator.baseURL])
      while fixture.simulator.log.count < 4 { try await Task.sleep(for: .milliseconds(10)) }
      try await fixture.fetch().expectRefusal(
        2, "\(fixture.archive): another run is writing to this archive: wait for it to end")
      let reader = try await fixture.run(["grep", "-c"])
      #expect(reader.status == 0)
      #expect(await first.outcome().status == 0)
      try await fixture.expectWholeArchive()
    }
  }

  @Test func twoBeatsOne() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      _ = try fixture.damage()
      let outcome = try await fixture.run(["grep", "-F", "occurs nowhere"])
      #expect(outcome.status == 2)
      #expect(outcome.output == "")
      #expect(
        outcome.errorLines.last == "topo-archive: the answer is not whole: run verify to see why")
      #expect(
        try await fixture.run(["grep", "-F", "occurs nowhere", "--since", "2025-06-26"]).status == 1
      )
    }
  }
}
