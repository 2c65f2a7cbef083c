import Foundation
import Simulator
import Testing

/// The API key is in no output and in no byte of an archive, whatever happens.
@Suite("The key", .timeLimit(.minutes(2))) struct SecretTests {
  private static let key = "topo_live_sk_0123456789abcdef"

  @Test func staysSecret() async throws {
    var configuration = SimulatorConfiguration(activities: 900, days: 4)
    configuration.key = Self.key
    try await withFixture(configuration) { fixture in
      fixture.simulator.faults = [
        FaultRule(.refusal(status: 503), .requests([2])), FaultRule(.dropped, .requests([4])),
        FaultRule(.truncatedBody, .requests([6])),
      ]
      var outcomes = [try await fixture.fetch(["--verbose"])]
      #expect(outcomes[0].status == 0)
      #expect(
        outcomes[0].errors.contains("/v1/activities?") && outcomes[0].errors.contains("retrying"))
      outcomes.append(try await fixture.fetch(["--verbose", "--json"]))
      fixture.simulator.faults = [FaultRule(.webPage)]
      outcomes.append(try await fixture.fetch(["--verbose"]))
      for (status, type) in [("422 Bad", "application/json"), ("307 Away", "text/plain")] {
        let echo = #"{"message":"Bearer \#(Self.key) is bad"}"#
        let server = try CannedServer(
          status: "\(status)\r\nLocation: https://example.com/?key=\(Self.key)", type: type,
          body: echo)
        defer { server.stop() }
        outcomes.append(try await fixture.fetch(["--verbose"], baseURL: server.baseURL))
        #expect(outcomes.last?.status == 2)
      }
      for verb in [["verify"], ["status"], ["grep"], ["status", "--json"], ["verify", "--json"]] {
        outcomes.append(try await fixture.run(verb))
      }
      for outcome in outcomes {
        #expect(!outcome.output.contains(Self.key) && !outcome.errors.contains(Self.key))
      }
      let files = try fixture.snapshot()
      #expect(files.count > 4)
      for (path, bytes) in files {
        #expect(bytes.range(of: Data(Self.key.utf8)) == nil, "\(path)")
      }
      #expect(try await fixture.run(["grep", "-F", Self.key]).status == 1)
    }
  }

  @Test func whatIsWrittenIsTheOwnersAlone() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let paths =
        [""]
        + (FileManager.default.enumerator(atPath: fixture.archive)?
          .compactMap { $0 as? String } ?? [])
      #expect(paths.count > 8)
      for path in paths {
        let attributes = try FileManager.default.attributesOfItem(
          atPath: fixture.archive + "/" + path)
        let mode = try #require(attributes[.posixPermissions] as? Int)
        let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
        #expect(mode == (isFolder ? 0o700 : 0o600), "\(path)")
      }
    }
  }
}
