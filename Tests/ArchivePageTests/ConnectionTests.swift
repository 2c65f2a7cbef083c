import ArchivePage
import Foundation
import TestSupport
import Testing

/// How HTTP/1 goes on a connection.
@Suite("Connections", .timeLimit(.minutes(2))) struct ConnectionTests {
  private func get(_ target: String, _ fields: String = "") -> String {
    "GET \(target) HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n"
  }

  @Test func severalRequestsOnOneConnection() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        let (answers, rest) = try await Wire.open(server.port) { wire in
          var answers: [WireAnswer] = []
          for _ in 0..<3 {
            wire.send(get("/data/overview"))
            answers.append(try wire.answer())
          }
          wire.send(get("/", "Connection: close\r\n"))
          answers.append(try wire.answer())
          return (answers, try wire.rest())
        }
        #expect(answers.map(\.status) == [200, 200, 200, 200])
        #expect(answers[0].body == answers[2].body && answers[0].fields["connection"] == nil)
        #expect(answers[3].fields["connection"] == "close")
        #expect(rest == [])
      }
    }
  }

  /// Requests that are sent ahead are answered in their order; one that is none ends them.
  @Test func pipelinedRequests() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        let targets = ["/data/overview", "/nothing", "/assets/page.js", "/data/verification", "/"]
        let many = (0..<40).flatMap { _ in targets }
        let (answers, last, rest) = try await Wire.open(server.port) { wire in
          wire.send(many.map { get($0) }.joined() + "NONE / HTTP/1.1\r\n\r\n" + get("/"))
          let answers = try many.map { _ in try wire.answer() }
          return (answers, try wire.answer(), try wire.rest())
        }
        let alone = try await Wire.open(server.port) { wire in
          try targets.map { target in
            wire.send(get(target))
            return try wire.answer()
          }
        }
        #expect(answers.map(\.body) == (0..<40).flatMap { _ in alone.map(\.body) })
        #expect(last.status == 501 && rest == [])
      }
    }
  }

  @Test func headOnly() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        for target in [
          "/", "/data/overview", "/assets/page.js", "/nothing", "/data/verification",
          "/data/export?format=csv", "/data/activities?limit=3", "/data/counts", "/v1/activities",
        ] {
          let (head, whole) = try await Wire.open(server.port) { wire in
            wire.send("HEAD \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let head = try wire.answer(isHead: true)
            // If a body had come, this would not be read as an answer.
            wire.send(get(target))
            return (head, try wire.answer())
          }
          #expect(head.status == whole.status)
          head.expectGuarded()
          var (left, right) = (head.fields, whole.fields)
          left["date"] = nil
          right["date"] = nil
          // How a body comes is not said where none does.
          right["transfer-encoding"] = nil
          #expect(left == right, "\(target)")
        }
      }
    }
  }

  @Test func olderClients() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        let (kept, closed, rest) = try await Wire.open(server.port) { wire in
          wire.send("GET / HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n")
          let kept = try wire.answer()
          wire.send("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
          return (kept, try wire.answer(), try wire.rest())
        }
        #expect(kept.fields["connection"] == "keep-alive")
        #expect(closed.fields["connection"] == "close" && closed.body == kept.body)
        #expect(rest == [])
      }
    }
  }

  /// HTTP/1.1 is all that there is; who asks for more gets an answer and no second one.
  @Test func otherProtocols() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        for fields in [
          "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n",
          "Connection: Upgrade\r\nUpgrade: websocket\r\n",
        ] {
          let (answer, rest) = try await Wire.open(server.port) { wire in
            wire.send(get("/", fields))
            return (try wire.answer(), try wire.rest())
          }
          #expect(answer.status == 200 && answer.fields["connection"] == "close")
          #expect(rest == [])
        }
        let tunnel = try await server.send(
          raw: "CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(tunnel.status == 400 && tunnel.fields["connection"] == "close")
      }
    }
  }

  /// Without a length or pieces, only the end of the connection tells that an answer is whole.
  @Test func streamsToOlderClients() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        let expected = try await server.send("GET", "/data/export")
        let bytes = try await Wire.open(server.port) { wire in
          wire.send(
            "GET /data/export HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n")
          return try wire.rest()
        }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.0 200 OK\r\n") && text.hasSuffix("\r\n\r\n" + expected.text))
        #expect(!text.lowercased().contains("transfer-encoding"))
      }
    }
  }

  @Test func methods() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        for (method, target, allowed) in [
          ("POST", "/", "GET, HEAD"), ("PUT", "/data/overview", "GET, HEAD"),
          ("DELETE", "/v1/activities", "GET, HEAD"), ("OPTIONS", "/", "GET, HEAD"),
          ("PATCH", "/data/verification", "GET, HEAD, POST"), ("TRACE", "/", "GET, HEAD"),
          ("GET", "/logout", "POST"), ("PROPFIND", "/assets/page.js", "GET, HEAD"),
        ] {
          let answer = try await server.send(method, target)
          #expect(answer.status == 405 && answer.code == "method_not_allowed", "\(method)")
          #expect(answer.fields["allow"] == allowed, "\(method) \(target)")
          answer.expectGuarded()
        }
      }
    }
  }

  /// A client that asks before it sends a body is told to go on, or not to.
  @Test func expectations() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        let post = "POST /login HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
        let (go, answer) = try await Wire.open(server.port) { wire in
          wire.send(post + "Origin: http://localhost\r\nContent-Length: 3\r\n\r\n")
          let go = try wire.answer(isHead: true)
          wire.send("a=b")
          return (go, try wire.answer())
        }
        #expect(go.status == 100 && answer.status == 303)
        let refused = try await server.send(raw: post + "Content-Length: 999999\r\n\r\n")
        #expect(refused.status == 413)
      }
    }
  }

  @Test func assetsAreAskedForAgainByTheirTag() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        let first = try await server.send("GET", "/assets/base.css")
        let tag = try #require(first.fields["etag"])
        #expect(first.fields["content-type"] == "text/css; charset=utf-8")
        #expect(first.fields["cache-control"] == "no-cache")
        for held in [tag, "\"other\", W/\(tag)", "*"] {
          let next = try await server.send(
            "GET", "/assets/base.css", fields: ["If-None-Match: \(held)"])
          #expect(next.status == 304 && next.body == [] && next.fields["etag"] == tag, "\(held)")
          next.expectGuarded()
        }
        let changed = try await server.send(
          "GET", "/assets/base.css", fields: ["If-None-Match: \"other\""])
        #expect(changed.status == 200 && changed.body == first.body)
        let page = try await server.send("GET", "/")
        for view in ["/search", "/integrity", "/activity/01954b2e-fc10-7000-8a3f-d2e591c04a77"] {
          #expect(try await server.send("GET", view).body == page.body)
        }
      }
    }
  }

  /// Each file of the folder is served under its name, byte for byte, and nothing else.
  @Test func everyAssetIsServed() async throws {
    let folder = URL(filePath: #filePath).appending(path: "../../../Sources/ArchivePage/Assets")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.standardized.path)
    #expect(names.contains("page.html"))
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        for name in names {
          let target = name == "page.html" ? "/" : "/assets/\(name)"
          let answer = try await server.send("GET", target)
          #expect(answer.status == 200, "\(name)")
          let bytes = try Data(contentsOf: folder.standardized.appending(path: name))
          #expect(answer.body == Array(bytes), "\(name)")
          #expect(answer.fields["content-type"] != "application/octet-stream", "\(name)")
        }
      }
    }
  }
}
