import ArchivePage
import TestSupport
import Testing

/// What is refused is told to people in words and with a way on, to programs as JSON.
@Suite("Refusals", .timeLimit(.minutes(2))) struct RefusalTests {
  private let browser = "Accept: text/html,application/xhtml+xml,*/*;q=0.8"

  @Test func anUnknownAddress() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        for target in ["/nothing", "/assets/none.js", "/activity", "/data/nothing", "/v2/x"] {
          for fields in [[], ["Accept: */*"], ["Accept: application/json"]] {
            let answer = try await server.send("GET", target, fields: fields)
            #expect(answer.status == 404 && answer.code == "not_found", "\(target)")
          }
          let page = try await server.send("GET", target, fields: [browser])
          #expect(page.status == 404 && page.text.hasPrefix("<!DOCTYPE html>"), "\(target)")
          #expect(page.fields["content-type"] == "text/html; charset=utf-8")
          #expect(page.text.contains("There is no such page"))
          #expect(page.text.contains(#"<a href="/">"#) && !page.text.contains("<script"))
          page.expectGuarded()
          let head = try await server.send("HEAD", target, fields: [browser])
          #expect(head.status == 404 && head.body.isEmpty)
        }
      }
    }
  }

  /// What the address holds is not put into the page as it is.
  @Test func wordsOnly() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        let page = try await server.send(
          "GET", "/data/activities?%3Cb%3E=1", fields: [browser])
        #expect(page.status == 422 && page.text.contains("&lt;b>") && !page.text.contains("<b>"))
        let method = try await server.send("DELETE", "/search", fields: [browser])
        #expect(method.status == 405 && method.fields["allow"] == "GET, HEAD")
        #expect(method.text.contains("GET, HEAD"))
        let host = try await server.send("GET", "/", host: "evil.example", fields: [browser])
        #expect(host.status == 421 && host.text.contains("127.0.0.1"))
      }
      try await fixture.serve(token: PageFixture.token) { server in
        let page = try await server.send("GET", "/data/overview", fields: [browser])
        #expect(page.status == 401 && page.fields["www-authenticate"] == "Bearer")
        #expect(page.text.contains(#"<a href="/login">"#))
      }
    }
  }

  /// Nobody is asked to send a body that is refused.
  @Test func beforeTheBody() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        for (target, fields, status) in [
          ("/data/verification", "Sec-Fetch-Site: cross-site\r\n", 403),
          ("/data/verification", "", 403), ("/search", "", 405), ("/nothing", "", 404),
        ] {
          let answer = try await server.send(
            raw: "POST \(target) HTTP/1.1\r\nHost: localhost\r\n\(fields)Content-Length: 5\r\n"
              + "Expect: 100-continue\r\n\r\n")
          #expect(answer.status == status, "\(target) \(answer.text)")
        }
        let go = try await server.send(
          raw: "POST /data/verification HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
            + "Sec-Fetch-Site: same-origin\r\nExpect: 100-continue\r\n\r\n")
        #expect(go.status == 100)
      }
    }
  }
}
