import Foundation
import Simulator
import Testing

/// Which host an archive is fetched from: the key goes to no other.
@Suite("The source of an archive", .timeLimit(.minutes(2))) struct SourceTests {
  @Test func isAskedAgainWithoutBeingNamed() async throws {
    try await withFixture { fixture in
      try await fixture.fetch(["--until", "2025-06-26"]).expectGood()
      let outcome = try await fixture.run(["fetch"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      try await fixture.run(["reconcile"]).expectGood()
      try await fixture.expectWholeArchive()
    }
  }

  @Test func anotherOneIsRefusedBeforeARequest() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let before = try fixture.snapshot()
      try await withSimulator(SimulatorConfiguration(activities: 10)) { other in
        try await fixture.fetch(baseURL: other.baseURL, key: other.key).expectRefusal(
          2,
          "\(fixture.archive) holds activities of \(fixture.simulator.baseURL), not of"
            + " \(other.baseURL): give another --archive, or --base-url"
            + " \(fixture.simulator.baseURL)")
        #expect(other.log.count == 0)
      }
      #expect(try fixture.snapshot() == before)
      try await fixture.expectWholeArchive()
    }
  }

  /// Whoever can write to an archive must not be able to have the key sent anywhere.
  @Test(arguments: ["https://example.com", "http://192.0.2.1", "not a URL"])
  func aHostThatOnlyTheArchiveNamesGetsNoKey(source: String) async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      try NewerArchive.rewrite(fixture.archive) {
        $0.replacing(fixture.simulator.baseURL, with: source)
      }
      let before = try fixture.snapshot()
      try await fixture.run(["fetch"]).expectRefusal(
        2,
        "\(fixture.archive) says that its activities come from \(source): if that is where the key"
          + " may go, give --base-url \(source)")
      #expect(try fixture.snapshot() == before)
    }
  }

  @Test func noRequestIsSentForAFolderThatCannotBeWrittenTo() async throws {
    try await withFixture { fixture in
      try FileManager.default.createDirectory(
        atPath: fixture.archive, withIntermediateDirectories: true)
      _ = try fixture.write("precious", to: "archive/photo.jpg")
      #expect(try await fixture.fetch().status == 2)
      #expect(fixture.simulator.log.count == 0)
    }
  }
}
