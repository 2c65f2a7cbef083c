import ArchivePage
import Foundation
import TestSupport
import Testing

/// Who may come in.
@Suite("Access", .timeLimit(.minutes(2))) struct AccessTests {
  private let bearer = "Authorization: Bearer \(PageFixture.token)"
  private let places = ["/", "/search", "/data/overview", "/data/verification", "/nothing"]

  private func form(
    _ server: PageServer, _ body: String, _ fields: String...
  ) async throws -> WireAnswer {
    try await server.send(
      "POST", "/login", host: "localhost",
      fields: ["Content-Type: application/x-www-form-urlencoded"]
        + (fields.isEmpty ? ["Sec-Fetch-Site: same-origin"] : fields), body: body)
  }

  /// Without a token, only requests for a loopback host are answered: a name that an attacker's name
  /// server has lead here is not one.
  @Test func hosts() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        for host in [
          "localhost", "LOCALHOST:80", "127.0.0.1", "127.0.0.1:\(server.port)", "127.8.9.1",
          "[::1]", "[::1]:8180",
        ] {
          #expect(
            try await server.send("GET", "/data/overview", host: host).status == 200, "\(host)")
        }
        for host in [
          "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1",
          "128.0.0.1", "127.0.0.1.", "0.0.0.0", "[::2]", "127.1", "localhost.", "2130706433",
        ] {
          for target in ["/", "/data/overview", "/assets/page.js", "/login"] {
            let answer = try await server.send("GET", target, host: host)
            #expect(answer.status == 421 && answer.code == "wrong_host", "\(host) \(target)")
            answer.expectGuarded()
          }
        }
      }
    }
  }

  @Test func theTokenAsAKey() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve(token: PageFixture.token) { server in
        for authorization in [
          nil, "Bearer", "Bearer ", "Bearer \(PageFixture.token)x",
          "Bearer \(PageFixture.token.dropLast())", "Basic \(PageFixture.token)", PageFixture.token,
          "Bearer \(PageFixture.token.uppercased())",
        ] {
          let fields = authorization.map { ["Authorization: \($0)"] } ?? []
          for place in places.dropFirst(2) {
            let answer = try await server.send("GET", place, fields: fields)
            #expect(answer.status == 401 && answer.code == "unauthorized", "\(place)")
            #expect(answer.fields["www-authenticate"] == "Bearer")
            answer.expectGuarded()
          }
        }
        for (place, status) in zip(places, [200, 200, 200, 200, 404]) {
          let answer = try await server.send("GET", place, host: "any.example", fields: [bearer])
          #expect(answer.status == status, "\(place)")
        }
        // A client of the API has no origin, and no other site knows the token.
        let begun = try await server.send("POST", "/data/verification", fields: [bearer])
        #expect(begun.status == 202)
      }
    }
  }

  @Test func theTokenByTheForm() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve(token: PageFixture.token) { server in
        let view = "/search?pattern=a%20%22b%22&channel=EMAIL"
        let sent = try await server.send("GET", view)
        #expect(sent.status == 303)
        let way = try #require(sent.fields["location"])
        #expect(way == "/login?next=/search%3fpattern%3da%2520%2522b%2522%26channel%3dEMAIL")
        let form = try await server.send("GET", way)
        #expect(form.status == 200 && !form.text.contains("<script"))
        #expect(
          form.text.contains(
            #"name="next" value="/search?pattern=a%20%22b%22&amp;channel=EMAIL""#))
        let policy = try #require(form.fields["content-security-policy"])
        #expect(policy.contains("default-src 'none'") && !policy.contains("script-src"))
        let wrong = try await self.form(server, "token=\(PageFixture.token)x&next=/search")
        #expect(wrong.status == 403 && wrong.fields["set-cookie"] == nil)
        #expect(wrong.text.contains("This is not the token."))
        let next = "next=/search%3Fpattern%3Da%2520b"
        let right = try await self.form(server, "token=+\(PageFixture.token)%0A&\(next)")
        #expect(right.status == 303 && right.fields["location"] == "/search?pattern=a%20b")
        let set = try #require(right.fields["set-cookie"])
        #expect(set.contains("; HttpOnly") && set.contains("; SameSite=Strict"))
        #expect(set.contains("; Path=/") && !set.contains(PageFixture.token))
        let cookie = "Cookie: other=1; \(set.prefix { $0 != ";" }); more=2"
        for (place, status) in zip(places, [200, 200, 200, 200, 404]) {
          #expect(
            try await server.send("GET", place, fields: [cookie]).status == status, "\(place)")
        }
        let overview = try await server.send("GET", "/data/overview", fields: [cookie])
        #expect(overview.text.contains(#""signed_in":true"#))
        // What is sent by another site's form has the cookie too, in older browsers.
        let crossed = try await server.send("POST", "/data/verification", fields: [cookie])
        #expect(crossed.status == 403)
        let out = try await server.send(
          "POST", "/logout", fields: [cookie, "Origin: http://localhost"])
        #expect(out.status == 303 && out.fields["location"] == "/login")
        #expect(out.fields["set-cookie"]?.contains("Max-Age=0") == true)
        // The cookie is of no use to whoever has kept it.
        #expect(try await server.send("GET", "/data/overview", fields: [cookie]).status == 401)
      }
    }
  }

  /// The form leads to views of the page only, whatever a link to it says.
  @Test(arguments: [
    "//evil.example", "https://evil.example/", "/\\evil.example", "/%2fevil.example", "evil",
    "/data/overview", "/logout", "/login", "javascript:alert(1)", "/search\r\nX: 1", "",
    "/search?a=\"><script>",
  ])
  func theFormLeadsNowhereElse(next: String) async throws {
    let encoded = next.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    try await withPageFixture { fixture in
      try await fixture.serve(token: PageFixture.token) { server in
        let form = try await server.send("GET", "/login?next=\(encoded)")
        #expect(!form.text.contains("evil") && !form.text.contains("<script"))
        let sent = try await self.form(server, "token=\(PageFixture.token)&next=\(encoded)")
        let place = try #require(sent.fields["location"])
        #expect(place == "/" || place.hasPrefix("/search?a="), "\(place)")
      }
    }
  }

  /// What changes something is taken from the page itself only.
  @Test func otherSites() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        let own = "http://localhost:\(server.port)"
        for fields in [
          [], ["Origin: http://evil.example"], ["Origin: null"], ["Sec-Fetch-Site: cross-site"],
          ["Sec-Fetch-Site: same-site"], ["Sec-Fetch-Site: none"],
          ["Sec-Fetch-Site: cross-site", "Origin: \(own)"], ["Origin: http://localhost:1"],
          ["Origin: \(own).evil.example"], ["Referer: \(own)/"],
        ] {
          for place in ["/data/verification", "/login", "/logout"] {
            let answer = try await server.send(
              "POST", place, host: "localhost:\(server.port)", fields: fields)
            #expect(answer.status == 403 && answer.code == "cross_site", "\(place) \(fields)")
            answer.expectGuarded()
          }
        }
        for fields in [["Origin: \(own)"], ["Sec-Fetch-Site: same-origin"]] {
          let answer = try await server.send(
            "POST", "/logout", host: "localhost:\(server.port)", fields: fields)
          #expect(answer.status == 303, "\(fields)")
        }
        #expect(
          try await server.send("GET", "/data/verification").text.hasPrefix(#"{"running":null"#))
      }
    }
  }

  @Test func tokens() {
    #expect(AccessToken(String(repeating: "a", count: 31)) == nil)
    #expect(AccessToken(String(repeating: "a", count: 32)) != nil)
    #expect(AccessToken(String(repeating: "a", count: 1_025)) == nil)
    for text in ["a b", "é", "\t", "a\n"] {
      #expect(AccessToken(text + String(repeating: "a", count: 40)) == nil, "\(text)")
    }
  }
}
