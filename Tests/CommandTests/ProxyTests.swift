import Foundation
import Simulator
import Testing

/// A proxy sees which host is asked, and no more.
@Suite("Proxies", .timeLimit(.minutes(3))) struct ProxyTests {
  /// Hands a proxy, and the address of the simulator behind TLS, to `body`.
  private func withProxy(
    _ fixture: CommandFixture, answer: String? = nil,
    _ body: (ConnectProxy, SecureFront, _ authority: String) async throws -> Void
  ) async throws {
    let authority = try TestAuthority(in: fixture.folder)
    let front = try await SecureFront.start(
      try authority.identity(), before: fixture.simulator.port)
    let proxy = try await ConnectProxy.start(answer: answer)
    var failure: (any Error)?
    do {
      try await body(proxy, front, authority.identity.certificate)
    } catch {
      failure = error
    }
    await proxy.stop()
    await front.stop()
    if let failure { throw failure }
  }

  @Test func seeNothingOfWhatPasses() async throws {
    try await withFixture { fixture in
      try await withProxy(fixture) { proxy, front, authority in
        let environment = [
          "https_proxy": "http://archiver:p%40ss%3Aword@127.0.0.1:\(proxy.port)",
          "HTTPS_PROXY": "http://127.0.0.1:1", "SSL_CERT_FILE": authority,
        ]
        let outcome = try await fixture.fetch(
          ["--verbose"], baseURL: front.baseURL, environment: environment)
        outcome.expectGood()
        try await fixture.run(["reconcile"], environment: environment).expectGood()
        try await fixture.expectWholeArchive()
        #expect(!proxy.heads.isEmpty)
        let credentials = Data("archiver:p@ss:word".utf8).base64EncodedString()
        for head in proxy.heads {
          #expect(head.hasPrefix("CONNECT localhost:\(front.port) HTTP/1.1\r\n"))
          #expect(head.contains("\r\nproxy-authorization: Basic \(credentials)\r\n"))
          #expect(!head.contains(fixture.simulator.key))
        }
        let passed = Data(proxy.passed)
        #expect(passed.count > 10_000)
        for text in [fixture.simulator.key, "Bearer", "/v1/activities", "organization_id"] {
          #expect(passed.range(of: Data(text.utf8)) == nil, "\(text)")
        }
        for secret in ["p%40ss", "p@ss", credentials] {
          #expect(!outcome.errors.contains(secret))
        }
      }
    }
  }

  @Test func areLeftOutWhereTheUserSaysSo() async throws {
    try await withFixture { fixture in
      try await withProxy(fixture, answer: "HTTP/1.1 403 Forbidden\r\n\r\n") {
        proxy, front, authority in
        let proxied = ["HTTPS_PROXY": "127.0.0.1:\(proxy.port)", "SSL_CERT_FILE": authority]
        for (name, value) in [
          ("NO_PROXY", "example.com, localhost"), ("no_proxy", "*"),
          ("NO_PROXY", "localhost:\(front.port)"),
        ] {
          try await fixture.fetch(
            baseURL: front.baseURL, environment: proxied.merging([name: value]) { $1 }
          ).expectGood()
        }
        #expect(proxy.heads.isEmpty)
        let refused =
          "the proxy does not connect to the API, or is no proxy: check HTTPS_PROXY and --base-url,"
          + " or name the API's host in NO_PROXY"
        for value in ["", "example.com", "localhost:1", "host"] {
          try await fixture.fetch(
            baseURL: front.baseURL, environment: proxied.merging(["NO_PROXY": value]) { $1 }
          ).expectRefusal(2, refused)
        }
        #expect(!proxy.heads.isEmpty)
      }
    }
  }

  @Test func areNotUsedWithinThisMachine() async throws {
    try await withFixture { fixture in
      let nowhere = CannedServer.nowhere
      try await fixture.fetch(
        environment: ["HTTP_PROXY": nowhere, "http_proxy": nowhere, "HTTPS_PROXY": nowhere]
      ).expectGood()
    }
  }

  @Test func thatRefuse() async throws {
    try await withFixture { fixture in
      let answer = "HTTP/1.1 407 Authenticate\r\nProxy-Authenticate: Basic\r\n\r\n"
      try await withProxy(fixture, answer: answer) { proxy, front, _ in
        try await fixture.fetch(
          baseURL: front.baseURL,
          environment: ["HTTPS_PROXY": "http://archiver:wrong@127.0.0.1:\(proxy.port)"]
        ).expectRefusal(
          2,
          "the proxy wants a user and a password, or other ones (407): set"
            + " HTTPS_PROXY=http://user:password@host:port")
        // Another try could lock the user out.
        #expect(proxy.heads.count == 1)
        try await fixture.fetch(
          baseURL: front.baseURL, environment: ["HTTPS_PROXY": CannedServer.nowhere]
        ).expectRefusal(
          2,
          "the proxy cannot be reached (nothing listens at that address): check HTTPS_PROXY and the"
            + " network")
        try await fixture.fetch(
          baseURL: front.baseURL, environment: ["HTTPS_PROXY": "http://proxy.invalid:3128"]
        ).expectRefusal(
          2,
          "the proxy cannot be reached (its host's name cannot be resolved): check HTTPS_PROXY and"
            + " the network")
      }
      #expect(try fixture.snapshot().isEmpty)
    }
  }

  @Test(arguments: [
    "socks5://127.0.0.1:1080", "https://user:secret@127.0.0.1:3128", "http://user:secret@proxy",
    "http://user:sec#ret@proxy:1", "http://proxy:99999", "http://proxy:1/path", "://",
    "user:secret@",
  ])
  func thatCannotBeUsed(proxy: String) async throws {
    try await withFixture { fixture in
      for variable in ["HTTPS_PROXY", "https_proxy"] {
        try await fixture.fetch(
          baseURL: "https://localhost:1", environment: [variable: proxy]
        ).expectRefusal(
          2,
          "\(variable) must be http://host:port or http://user:password@host:port: no other kind of"
            + " proxy can be used")
      }
    }
  }

  /// Such a certificate would be held against the proxy's own address.
  @Test func areNotTrustedWithAnAddress() async throws {
    try await withFixture { fixture in
      try await withProxy(fixture) { proxy, front, authority in
        let environment = ["HTTPS_PROXY": "127.0.0.1:\(proxy.port)", "SSL_CERT_FILE": authority]
        for url in ["https://127.0.0.1:\(front.port)", "https://[::1]:\(front.port)"] {
          try await fixture.fetch(baseURL: url, environment: environment).expectRefusal(
            2,
            "the certificate of an IP address cannot be checked through a proxy: name the host in"
              + " --base-url, or the address in NO_PROXY")
        }
        #expect(proxy.heads.isEmpty)
        try await fixture.fetch(
          baseURL: "https://127.0.0.1:\(front.port)",
          environment: environment.merging(["NO_PROXY": "127.0.0.0/8"]) { $1 }
        ).expectGood()
      }
    }
  }

  @Test func doNotVouchForAnyHost() async throws {
    try await withFixture { fixture in
      try await withProxy(fixture) { proxy, front, _ in
        try await fixture.fetch(
          baseURL: front.baseURL, environment: ["HTTPS_PROXY": "127.0.0.1:\(proxy.port)"]
        ).expectRefusal(
          2,
          "the API cannot be reached (its certificate is not trusted: it has expired, or no known"
            + " authority has signed it): if that is your own authority, name its certificate with"
            + " --ca-file; if not, somebody may be in between")
        #expect(!proxy.heads.isEmpty)
        #expect(fixture.simulator.log.count == 0)
      }
    }
  }
}
