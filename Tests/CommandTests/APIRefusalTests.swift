import Foundation
import Simulator
import Testing

/// What the API, or what is in its place, can refuse: one line, exit code 2, nothing written.
@Suite("Where the API refuses", .timeLimit(.minutes(2))) struct APIRefusalTests {
  @Test func aMissingKey() async throws {
    try await withFixture { fixture in
      let line = "there is no API key: set TOPO_API_KEY or give --api-key-file"
      try await fixture.fetch(key: "").expectRefusal(2, line)
      try await fixture.fetch(key: " \n").expectRefusal(2, line)
      try await fixture.fetch(key: "two words").expectRefusal(
        2, "TOPO_API_KEY has characters that no key has: check how it was copied")
      #expect(fixture.simulator.log.count == 0)
      #expect(try fixture.snapshot().isEmpty)
    }
  }

  @Test func aKeyFileThatHoldsNoKey() async throws {
    try await withFixture { fixture in
      func expectRefusal(_ file: String, _ words: String) async throws {
        try await fixture.fetch(["--api-key-file", file]).expectRefusal(
          2, "the key file \(file) \(words)")
      }
      let empty = try fixture.write("\n", to: "key")
      try await expectRefusal(empty, "is empty: write the API key into it")
      for text in [
        "TOPO_API_KEY = k", "k\u{7F}", "schlüssel", String(repeating: "k", count: 70_000),
      ] {
        try await expectRefusal(
          try fixture.write(text, to: "text"),
          "has characters that no key has: check that it holds the API key and nothing else")
      }
      let missing = fixture.folder.appending(path: "none").path
      try await expectRefusal(
        missing, "cannot be read: No such file or directory; check --api-key-file")
      try await expectRefusal(
        fixture.folder.path,
        "cannot be read: Is a directory; give --api-key-file the file in it")
      #expect(fixture.simulator.log.count == 0)
      #expect(try fixture.snapshot().isEmpty)
    }
  }

  @Test(.enabled(if: Privileges.canGiveUpRoot, "root may read everything"))
  func aKeyFileOfSomebodyElse() async throws {
    try await withFixture { fixture in
      let file = try fixture.write("k", to: "key")
      chmod(file, 0)
      try await fixture.run(
        ["fetch", "--api-key-file", file], prefix: Privileges.withoutRoot
      ).expectRefusal(
        2,
        "the key file \(file) cannot be read: Permission denied; give this user the permission, or"
          + " run it as the file's owner")
    }
  }

  @Test func aKeyThroughAPipe() async throws {
    try await withFixture { fixture in
      let script = #"key=$1; shift; printf '%s\n' "$key" | "$@""#
      try await fixture.run(
        ["fetch", "--base-url", fixture.simulator.baseURL, "--api-key-file", "/dev/stdin"],
        prefix: ["sh", "-c", script, "sh", fixture.simulator.key], key: ""
      ).expectGood()
    }
  }

  @Test func aKeyInAFileOpensTheAPI() async throws {
    try await withFixture { fixture in
      let file = try fixture.write("  \(fixture.simulator.key)\r\n", to: "key")
      let outcome = try await fixture.fetch(["--api-key-file", file], key: "another")
      #expect(outcome.status == 0, "\(outcome.errors)")
      try await fixture.expectWholeArchive()
    }
  }

  @Test func aWrongKeyAndAKeyWithoutTheScope() async throws {
    try await withFixture { fixture in
      try await fixture.fetch(key: "wrong").expectRefusal(
        2,
        "the API refused the key (401): give one that is valid and not revoked, by TOPO_API_KEY or"
          + " --api-key-file")
      try await fixture.fetch(key: SimulatorConfiguration().unscopedKey).expectRefusal(
        2, "the key may not read activities (403): give it the scope activities:read")
      #expect(fixture.simulator.log.count == 2)
      #expect(try fixture.snapshot().isEmpty)
    }
  }

  @Test func aHostThatCannotBeReached() async throws {
    try await withFixture { fixture in
      try await fixture.fetch(baseURL: CannedServer.nowhere).expectRefusal(
        2, "the API cannot be reached (nothing listens at that address): check --base-url")
      try await fixture.fetch(baseURL: "https://nowhere.invalid").expectRefusal(
        2,
        "the API cannot be reached (its host's name cannot be resolved): check --base-url and the"
          + " network")
      let secure = fixture.simulator.baseURL.replacing("http:", with: "https:")
      try await fixture.fetch(baseURL: secure).expectRefusal(
        2,
        "the API cannot be reached (no secure connection: what listens there does not speak TLS 1.2 or"
          + " 1.3): check --base-url and any proxy in between")
      #expect(try fixture.snapshot().isEmpty)
    }
  }

  @Test func aHostThatIsNotTheAPI() async throws {
    try await withFixture { fixture in
      fixture.simulator.faults = [FaultRule(.webPage)]
      try await fixture.fetch().expectRefusal(
        2,
        "the answers are not JSON, or are cut off: check that --base-url is the API and not a"
          + " proxy's or login page")
      fixture.simulator.faults = [FaultRule(.wrongHost)]
      try await fixture.fetch().expectRefusal(
        2, "there is no Activities API here (404 for /v1/activities): check --base-url")
      fixture.simulator.faults = [FaultRule(.redirect(to: "https://login.example.com/"))]
      try await fixture.fetch().expectRefusal(
        2,
        "the API redirects to https://login.example.com/, which is not followed so that the key"
          + " reaches no other host: set --base-url to the API itself")
      let another = try CannedServer(json: #"{"data":[],"next":null}"#)
      defer { another.stop() }
      try await fixture.fetch(baseURL: another.baseURL).expectRefusal(
        2,
        "this is not the Activities API (an answer lacks items, total_count or has_more): check"
          + " --base-url")
      #expect(try fixture.snapshot().isEmpty)
    }
  }

  @Test func anAPIThatHasNoTime() async throws {
    try await withFixture { fixture in
      fixture.simulator.faults = [
        FaultRule(.refusal(status: 429, retryAfter: .seconds(7_200)))
      ]
      try await fixture.fetch().expectRefusal(
        2, "the API asks to wait 120 min: run it again after that")
      fixture.simulator.faults = [FaultRule(.refusal(status: 405))]
      try await fixture.fetch().expectRefusal(
        2, "the API answered 405, which it has no reason to: check --base-url")
      #expect(fixture.simulator.log.count == 2)
    }
  }

  @Test func anAPIThatDoesNotKeepToWhatItDocuments() async throws {
    try await withFixture { fixture in
      try await fixture.fetch(["--until", "2025-06-26"]).expectGood()
      let held = try await fixture.records()
      for (fault, words) in [
        (
          Fault.ignoredBounds,
          "the API returned activities outside the bounds that were sent, so that nothing can be"
            + " claimed about what it holds: check --base-url, then ask its support"
        ),
        (
          .ignoredSortOrder,
          "the API returned activities out of order, so that nothing can be claimed about what it"
            + " holds: check --base-url, then ask its support"
        ),
        (.emptyPage, "the API returned an empty page and claims that more follow: try again later"),
        (
          .endlessPages,
          "the API returned an empty page and claims that more follow: try again later"
        ),
      ] {
        fixture.simulator.faults = [FaultRule(fault, .from(5))]
        fixture.simulator.log.reset()
        let outcome = try await fixture.fetch()
        #expect(outcome.errors == "topo-archive: \(words)\n", "\(fault)")
        #expect(outcome.status == 2)
        #expect(try await Set(fixture.records()).isSuperset(of: held))
      }
      fixture.simulator.faults = []
      try await fixture.fetch().expectGood()
      try await fixture.expectWholeArchive()
    }
  }

  @Test func aRequestThatTheAPIRefusesIsQuotedHarmlessly() async throws {
    try await withFixture { fixture in
      let body = #"{"detail":[{"msg":"no\u001b[31m\nsuch \u202epage"}]}"#
      let server = try CannedServer(
        status: "422 Unprocessable Content", type: "application/json", body: body)
      defer { server.stop() }
      try await fixture.fetch(baseURL: server.baseURL).expectRefusal(
        2,
        "the API refused the request (422: no\u{FFFD}[31m such \u{FFFD}page): check --base-url, or look"
          + " for a newer topo-archive")
    }
  }

  @Test(arguments: [
    "http://api.topo.io", "http://192.168.0.7:8080", "http://127.0.0.1.example.com",
  ])
  func plainHTTPToAnotherMachine(url: String) async throws {
    try await withFixture { fixture in
      try await fixture.fetch(baseURL: url).expectRefusal(
        64,
        "--base-url is plain http, which would send the key in the open: use https (http is"
          + " allowed for this machine only). See topo-archive fetch --help")
      #expect(try fixture.snapshot().isEmpty)
    }
  }

  @Test(arguments: ["https://api.topo.io/v1", "api.topo.io", "https://key@api.topo.io", ""])
  func whatIsNoBaseURL(url: String) async throws {
    try await withFixture { fixture in
      try await fixture.fetch(baseURL: url).expectRefusal(
        64,
        "--base-url must be https://host or https://host:port, without a path. See topo-archive"
          + " fetch --help")
    }
  }
}
