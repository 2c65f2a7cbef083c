import Foundation
import NIOSSL
import Simulator
import Testing

/// Whom topo-archive takes for the API: a host whose certificate an authority vouches for that this
/// system trusts, or the user names. Nothing turns that off.
@Suite("Certificates", .timeLimit(.minutes(3))) struct CertificateTests {
  private static let unknown =
    "the API cannot be reached (its certificate is signed by itself, or by an authority that is not"
    + " trusted): if that is your own authority, name its certificate with --ca-file; if not,"
    + " somebody may be in between"

  /// Hands the address of the simulator behind TLS to `body`.
  private func withSecureFront(
    _ fixture: CommandFixture, _ identity: TestAuthority.Identity, newest: TLSVersion? = nil,
    _ body: (SecureFront) async throws -> Void
  ) async throws {
    let front = try await SecureFront.start(
      identity, before: fixture.simulator.port, newest: newest)
    do {
      try await body(front)
    } catch {
      await front.stop()
      throw error
    }
    await front.stop()
  }

  @Test func aPrivateAuthorityIsTrustedIfTheUserNamesIt() async throws {
    try await withFixture { fixture in
      let authority = try TestAuthority(in: fixture.folder)
      let file = authority.identity.certificate
      try await withSecureFront(fixture, try authority.identity()) { front in
        try await fixture.fetch(baseURL: front.baseURL).expectRefusal(2, Self.unknown)
        let address = "https://127.0.0.1:\(front.port)"
        try await fixture.fetch(baseURL: address).expectRefusal(2, Self.unknown)
        #expect(fixture.simulator.log.count == 0)
        #expect(try fixture.snapshot().isEmpty)

        try await fixture.fetch(["--ca-file", file, "--until", "2025-06-25"], baseURL: address)
          .expectGood()
        let another = fixture.folder.appending(path: "another").path
        for arguments in [["fetch", "--base-url", front.baseURL], ["fetch"], ["reconcile"]] {
          try await fixture.run(
            arguments + ["--archive", another], environment: ["SSL_CERT_FILE": file]
          ).expectGood()
        }
        try await fixture.run(["reconcile", "--full", "--archive", another, "--ca-file", file])
          .expectGood()
      }
    }
  }

  @Test func theFileStandsInPlaceOfWhatIsTrustedOtherwise() async throws {
    try await withFixture { fixture in
      let authority = try TestAuthority(in: fixture.folder)
      let another = try TestAuthority(in: fixture.folder).identity.certificate
      let file = authority.identity.certificate
      try await withSecureFront(fixture, try authority.identity()) { front in
        try await fixture.fetch(
          ["--ca-file", another], baseURL: front.baseURL, environment: ["SSL_CERT_FILE": file]
        ).expectRefusal(2, Self.unknown)
        try await fixture.fetch(
          baseURL: front.baseURL, environment: ["SSL_CERT_FILE": another]
        ).expectRefusal(2, Self.unknown)
        #expect(fixture.simulator.log.count == 0)
        let both = try fixture.write(
          ["Both of them", try text(another), "and", try text(file)].joined(separator: "\n"),
          to: "both.pem")
        try await fixture.fetch(
          ["--ca-file", both], baseURL: front.baseURL, environment: ["SSL_CERT_FILE": another]
        ).expectGood()
      }
    }
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func aCertificateThatVouchesForItself() async throws {
    try await withFixture { fixture in
      let identity = try TestAuthority.selfSigned(
        for: TestAuthority.thisMachine, in: fixture.folder)
      try await withSecureFront(fixture, identity) { front in
        try await fixture.fetch(baseURL: front.baseURL).expectRefusal(2, Self.unknown)
        #expect(fixture.simulator.log.count == 0)
        try await fixture.fetch(["--ca-file", identity.certificate], baseURL: front.baseURL)
          .expectGood()
      }
    }
  }

  @Test func aCertificateThatIsOutOfDate() async throws {
    try await withFixture { fixture in
      let authority = try TestAuthority(in: fixture.folder)
      let expired = try authority.identity(days: -1)
      try await withSecureFront(fixture, expired) { front in
        for options in [["--ca-file", authority.identity.certificate], []] {
          try await fixture.fetch(options, baseURL: front.baseURL).expectRefusal(
            2,
            "the API cannot be reached (its certificate has expired): check this machine's clock; if"
              + " it is right, the host needs a new certificate")
        }
      }
      #expect(fixture.simulator.log.count == 0)
    }
  }

  @Test(arguments: ["DNS:api.topo.io", "DNS:localhost.example.com", "IP:127.0.0.2"])
  func aCertificateOfAnotherHost(names: String) async throws {
    try await withFixture { fixture in
      let authority = try TestAuthority(in: fixture.folder)
      try await withSecureFront(fixture, try authority.identity(for: names)) { front in
        for url in [front.baseURL, "https://127.0.0.1:\(front.port)"] {
          try await fixture.fetch(
            ["--ca-file", authority.identity.certificate], baseURL: url
          ).expectRefusal(
            2,
            "the API cannot be reached (its certificate is for another host): check --base-url and"
              + " any proxy in between")
        }
      }
      #expect(fixture.simulator.log.count == 0)
    }
  }

  @Test func aVersionOfTLSThatIsNotSafe() async throws {
    try await withFixture { fixture in
      let authority = try TestAuthority(in: fixture.folder)
      try await withSecureFront(fixture, try authority.identity(), newest: .tlsv11) { front in
        try await fixture.fetch(
          ["--ca-file", authority.identity.certificate], baseURL: front.baseURL
        ).expectRefusal(
          2,
          "the API cannot be reached (no secure connection: what listens there does not speak TLS"
            + " 1.2 or 1.3): check --base-url and any proxy in between")
      }
      #expect(fixture.simulator.log.count == 0)
    }
  }

  @Test(.enabled(if: Privileges.canMount, "it takes the right to mount a tmpfs"))
  func aSystemWithoutAuthorities() async throws {
    try await withFixture { fixture in
      let authority = try TestAuthority(in: fixture.folder)
      try await withSecureFront(fixture, try authority.identity()) { front in
        let script =
          #"for f in /etc/ssl /etc/pki; do [ ! -e $f ] || mount -t tmpfs none $f; done; "$@""#
        try await fixture.run(
          ["fetch", "--base-url", front.baseURL],
          prefix: Privileges.mounting + ["sh", "-c", script, "sh"]
        ).expectRefusal(
          2,
          "the API cannot be reached (this system has no certificate authorities to trust): install"
            + " ca-certificates, or name a file of them with --ca-file")
      }
      #expect(fixture.simulator.log.count == 0)
    }
  }

  @Test func aFileThatHoldsNoAuthority() async throws {
    try await withFixture { fixture in
      func expectRefusal(_ file: String, _ words: String) async throws {
        let line = "the file of certificate authorities \(file) \(words)"
        try await fixture.fetch(["--ca-file", file]).expectRefusal(2, line)
        try await fixture.fetch(
          baseURL: "https://127.0.0.1:1", environment: ["SSL_CERT_FILE": file]
        ).expectRefusal(2, line)
      }
      let none = "has no certificate in it: give one in PEM form (-----BEGIN CERTIFICATE-----)"
      try await expectRefusal(try fixture.write("", to: "empty"), none)
      try await expectRefusal(try fixture.write("\u{0}garbage", to: "garbage"), none)
      let authority = try TestAuthority(in: fixture.folder)
      try await expectRefusal(authority.identity.key, none)
      let whole = try text(authority.identity.certificate)
      for damaged in [
        String(whole.prefix(200)), whole.replacing("M", with: "*", maxReplacements: 3),
      ] {
        try await expectRefusal(
          try fixture.write(damaged, to: "damaged"),
          "has a certificate that cannot be read: check how it was copied")
      }
      let missing = fixture.folder.appending(path: "none").path
      try await expectRefusal(
        missing, "cannot be read: No such file or directory; check --ca-file or SSL_CERT_FILE")
      #expect(fixture.simulator.log.count == 0)
      #expect(try fixture.snapshot().isEmpty)
      // Where there is no TLS, nobody needs the authorities of the environment.
      try await fixture.fetch(environment: ["SSL_CERT_FILE": missing]).expectGood()
    }
  }

  @Test(arguments: ["--insecure", "-k", "--no-verify", "--no-check-certificate", "--skip-verify"])
  func noSwitchTurnsItOff(option: String) async throws {
    try await withFixture { fixture in
      #expect(try await fixture.fetch([option]).status == 64)
      let help = try await fixture.run(["fetch", "--help"]).output
      #expect(help.contains("--ca-file") && !help.contains(" \(option)"))
    }
  }
}
