import ArchivePage
import Foundation
import NIOCore
import TestSupport
import Testing

/// Requests that are none, or ask too much: each is refused with its own status.
@Suite("Hostile requests", .timeLimit(.minutes(2))) struct HostileRequestTests {
  /// Holds the answer to some bytes, behind which the connection ends, to a status and a code.
  private func expect(
    _ server: PageServer, _ text: String, _ status: Int, _ code: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let (answer, rest) = try await Wire.open(server.port) { wire in
      wire.send(text)
      return (try wire.answer(), try wire.rest())
    }
    let shown = text.prefix(60)
    #expect(answer.status == status, "\(shown)", sourceLocation: sourceLocation)
    #expect(answer.code == code, "\(shown)", sourceLocation: sourceLocation)
    answer.expectGuarded(sourceLocation: sourceLocation)
    // Nothing that follows is read as another request.
    #expect(rest == [], "\(shown)", sourceLocation: sourceLocation)
    let next = try await server.send("GET", "/assets/page.js")
    #expect(next.status == 200, sourceLocation: sourceLocation)
  }

  private func request(_ target: String, _ fields: String...) -> String {
    (["GET \(target) HTTP/1.1", "Host: localhost"] + fields + ["Connection: close", "", ""])
      .joined(separator: "\r\n")
  }

  @Test func whatIsNoRequest() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        let host = "Host: localhost\r\n"
        for (text, status, code) in [
          ("\u{16}\u{3}\u{1} hello\r\n\r\n", 501, "method_unknown"),
          ("BREW / HTTP/1.1\r\n\(host)\r\n", 501, "method_unknown"),
          ("GET / HTTP/2.0\r\n\(host)\r\n", 505, "version_unknown"),
          ("GET / HTTP/1.1\r\n\r\n", 400, "malformed_request"),
          ("GET / HTTP/1.1\r\n\(host)\(host)\r\n", 400, "malformed_request"),
          ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400, "malformed_request"),
          ("GET / HTTP/1.1\r\n\(host)bad field: x\r\n\r\n", 400, "malformed_request"),
          ("GET / HTTP/1.1\r\n\(host)Content-Length: -1\r\n\r\n", 400, "malformed_request"),
          (
            "POST /login HTTP/1.1\r\n\(host)Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
            400, "malformed_request"
          ),
          ("OPTIONS * HTTP/1.1\r\n\(host)\r\n", 400, "malformed_request"),
        ] {
          let closing = text.replacing("\r\n\r\n", with: "\r\nConnection: close\r\n\r\n")
          try await expect(server, closing, status, code)
        }
      }
    }
  }

  @Test func badEscapesAndPaths() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        for target in [
          "/%", "/%2", "/%zz", "/search?pattern=%", "/search?pattern=%g0", "/data/overview?%=1",
          "/%ff", "/v1/activities?channel=%ff%fe", "/v1/activities?page=%", "/%c0%ae%c0%ae/",
        ] {
          try await expect(server, request(target), 400, "bad_escape")
        }
        for target in [
          "/../../etc/passwd", "/assets/../page.js", "/assets/..%2f..%2findex.ndjson",
          "/%2e%2e/%2e%2e/etc/passwd", "/assets/%2e%2e/checkpoint", "/./", "/assets/a%00b",
          "/assets/..%5c..%5ccheckpoint", "/activity/%0d%0aX-Evil:%201",
        ] {
          try await expect(server, request(target), 400, "malformed_request")
        }
        for target in [
          "/assets/", "/assets/checkpoint", "/assets//etc/passwd", "//etc/passwd", "/index.ndjson",
          "/checkpoint", "/search/", "/v1", "/v1/activities/a/b", "/data", "/data/activities/none",
          "/assets/%252e%252e",
        ] {
          try await expect(server, request(target), 404, "not_found")
        }
      }
    }
  }

  @Test func tooMuch() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        let long = String(repeating: "a", count: 9_000)
        try await expect(server, request("/\(long)"), 414, "target_too_long")
        try await expect(server, request("/search?pattern=\(long)"), 414, "target_too_long")
        let longer = String(repeating: "a", count: 200_000)
        try await expect(server, request("/\(longer)"), 414, "target_too_long")
        try await expect(server, request("/", "X-Long: \(longer)"), 431, "head_too_large")
        let many = (0..<200).map { "X-\($0): 1\r\n" }.joined()
        try await expect(
          server, "GET / HTTP/1.1\r\nHost: localhost\r\n\(many)\r\n", 431, "head_too_large")
        let post = "POST /login HTTP/1.1\r\nHost: localhost\r\n"
        try await expect(
          server, post + "Content-Length: 5000\r\n\r\n" + String(repeating: "b", count: 5_000), 413,
          "body_too_large")
        try await expect(
          server, post + "Content-Length: 99999999999999\r\n\r\n", 413, "body_too_large")
        let chunk = "800\r\n" + String(repeating: "b", count: 2_048) + "\r\n"
        try await expect(
          server,
          post + "Transfer-Encoding: chunked\r\n\r\n" + String(repeating: chunk, count: 20), 413,
          "body_too_large")
      }
    }
  }

  /// Who sends a head or a body slowly, or nothing at all, does not keep the connection.
  @Test func tooSlow() async throws {
    var limits = ConnectionLimits()
    limits.request = .milliseconds(1_500)
    try await withPageFixture { fixture in
      try await fixture.serve(limits) { server in
        for start in [
          "G", "GET / HTTP/1.1\r\nHost: localhost\r\n", "\r\n",
          "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc",
        ] {
          try await expect(server, start, 408, "request_too_slow")
        }
        // Each byte comes in time, and the whole does not.
        let answer = try await Wire.open(server.port) { wire in
          while !wire.hasAnswer, wire.send("X") { usleep(20_000) }
          return try wire.answer()
        }
        #expect(answer.status == 408 || answer.status == 501)
      }
    }
  }

  @Test func idleConnectionsAreClosed() async throws {
    var limits = ConnectionLimits()
    limits.idle = .milliseconds(1_500)
    try await withPageFixture { fixture in
      try await fixture.serve(limits) { server in
        let silent = try await Wire.open(server.port) { try $0.rest() }
        #expect(silent == [])
        let rest = try await Wire.open(server.port) { wire in
          wire.send("GET /assets/page.js HTTP/1.1\r\nHost: localhost\r\n\r\n")
          _ = try wire.answer()
          return try wire.rest()
        }
        #expect(rest == [])
      }
    }
  }

  /// A connection that nothing has ever come on is given no more time than a request is.
  @Test func silentConnectionsAreClosed() async throws {
    var limits = ConnectionLimits()
    limits.request = .milliseconds(200)
    try await withPageFixture { fixture in
      try await fixture.serve(limits) { server in
        let silent = try await Wire.open(server.port) { try $0.rest() }
        #expect(silent == [])
      }
    }
  }

  /// A target with scheme and authority goes before the field, and is no way around it.
  @Test func wholeTargets() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        for authority in ["127.0.0.1:\(server.port)", "localhost"] {
          let answer = try await server.send(raw: request("http://\(authority)/data/overview"))
          #expect(answer.status == 200, "\(authority)")
          let page = try await server.send(raw: request("HTTP://\(authority)"))
          #expect(page.status == 200, "\(authority)")
        }
        try await expect(server, request("http://evil.example/data/overview"), 421, "wrong_host")
        for target in [
          "https://localhost/", "http:///data/overview", "http://a@localhost/", "ftp:x",
        ] {
          try await expect(server, request(target), 400, "malformed_request")
        }
        try await expect(
          server, request("http://localhost/", "Host: a"), 400, "malformed_request")
      }
    }
  }

  /// Who takes nothing of the answers is not waited for, and costs no more than the buffers hold.
  @Test func stalledReaders() async throws {
    var limits = ConnectionLimits()
    limits.stalled = .milliseconds(300)
    limits.connections = 1
    try await withPageFixture { fixture in
      try await fixture.serve(limits) { server in
        let asked = 20_000
        let ask = "GET /assets/base.css HTTP/1.1\r\nHost: localhost\r\n\r\n"
        let (opened, opening) = AsyncStream<Void>.makeStream()
        let othersServed = DispatchSemaphore(value: 0)
        /// How many are answered to who does not read before others were served.
        @Sendable func answers() async throws -> Int {
          // Also where no connection comes about.
          defer { opening.finish() }
          return try await Wire.open(server.port, receiving: 4_096) { wire in
            wire.send(ask)
            // The server has accepted this connection, so that none beside it is before it closes.
            _ = try wire.answer()
            opening.finish()
            wire.send(String(repeating: ask, count: asked))
            othersServed.wait()
            let text = String(decoding: try wire.rest(), as: UTF8.self)
            return text.components(separatedBy: "HTTP/1.1 200 OK").count - 1
          }
        }
        async let answered = answers()
        for await _ in opened {}
        let other = try? await server.send("GET", "/data/overview")
        othersServed.signal()
        #expect(other?.status == 200)
        let count = try await answered
        #expect(count < asked)
      }
    }
  }

  @Test func connectionsBeyondTheLimitWait() async throws {
    var limits = ConnectionLimits()
    limits.connections = 2
    try await withPageFixture { fixture in
      try await fixture.serve(limits) { server in
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<12 {
            group.addTask { try await server.send("GET", "/data/overview").status }
          }
          var statuses: [Int] = []
          for try await status in group { statuses.append(status) }
          return statuses
        }
        #expect(statuses == Array(repeating: 200, count: 12))
      }
    }
  }
}
