import Activities
import Testing

@testable import ActivityAPI

@Suite("Where requests go, and how patiently")
struct RequestRulesTests {
  @Test(arguments: [
    ("https://api.topo.io", "https://api.topo.io"), ("https://API.topo.io/", "https://api.topo.io"),
    ("https://host:8443", "https://host:8443"), ("http://127.0.0.1:80", "http://127.0.0.1:80"),
    ("http://localhost:1234", "http://localhost:1234"), ("http://[::1]:8", "http://[::1]:8"),
    ("http://127.8.8.8", "http://127.8.8.8"),
  ])
  func takesABaseURL(text: String, expected: String) throws {
    #expect(try BaseURL(text).description == expected)
  }

  @Test(arguments: [
    "http://api.topo.io", "http://10.0.0.1", "http://127.0.0.1.example.com", "http://1270.0.0.1",
    "http://localhost.example.com", "http://127.1", "http://127.+1.0.0", "http://[::2]",
    "http://[::ffff:10.0.0.1]",
  ])
  func refusesPlainHTTPToOtherMachines(text: String) {
    #expect(throws: BaseURL.Failure.insecure) { try BaseURL(text) }
  }

  @Test(arguments: [
    "", "api.topo.io", "ftp://api.topo.io", "https://", "https://host/v1", "https://host?x=1",
    "https://user:secret@host", "https://host#x",
  ])
  func refusesWhatIsNoBaseURL(text: String) {
    #expect(throws: BaseURL.Failure.malformed) { try BaseURL(text) }
  }

  @Test func readsHTTPDates() {
    #expect(
      HTTPDate.instant("Sun, 06 Nov 1994 08:49:37 GMT")?.description == "1994-11-06T08:49:37Z")
    for text in [
      "", "Sun, 06 Nov 1994 08:49:37", "Sun, 31 Feb 1994 08:49:37 GMT", "1994-11-06T08:49:37Z",
      "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 6 Nov 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 08:49:3x GMT", "Sun; 06 Nov 1994 08:49:37 GMT",
      "Sun, 06 Nox 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08-49-37 GMT",
      "Sun,_06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov +994 08:49:37 GMT",
      "Sun, 06 Nov 99999999999999 08:49:37 GMT",
    ] {
      #expect(HTTPDate.instant(text) == nil, "\(text)")
    }
  }

  @Test func pausesGrowToALimitAndAreJittered() {
    let policy = RetryPolicy(firstPause: .seconds(1), longestPause: .seconds(10))
    for failures in 1...20 {
      let limit = min(10, 1 << (failures - 1))
      let pauses = (0..<200).map { _ in policy.pause(afterFailures: failures) }
      #expect(pauses.allSatisfy { $0 >= .zero && $0 <= .seconds(limit) })
      #expect(Set(pauses).count > 100)
    }
  }

  @Test func readsRetryAfterInBothForms() {
    let now = HTTPDate.instant("Sun, 06 Nov 1994 08:49:37 GMT") ?? Instant(seconds: 0)
    #expect(RetryPolicy.wait(retryAfter: "120", now: now) == .seconds(120))
    #expect(
      RetryPolicy.wait(retryAfter: "Sun, 06 Nov 1994 08:50:00 GMT", now: now) == .seconds(23))
    #expect(RetryPolicy.wait(retryAfter: "Sun, 06 Nov 1994 08:00:00 GMT", now: now) == .zero)
    #expect(RetryPolicy.wait(retryAfter: "soon", now: now) == nil)
    #expect(RetryPolicy.wait(retryAfter: nil, now: now) == nil)
  }

  @Test func findsTheReasonInAnErrorBody() {
    func detail(_ body: String) -> String? {
      ErrorBody.detail(Array(body.utf8), without: "secret")
    }
    #expect(detail(#"{"error":{"message":"size: too big"}}"#) == "size: too big")
    #expect(detail(#"{"detail":[{"msg":"bad page"}]}"#) == "bad page")
    #expect(detail("<html>") == nil)
  }

  @Test func theReasonNeverQuotesTheKey() {
    for padding in [0, 1, 295, 298, 400] {
      let text = String(repeating: "x", count: padding) + "secret"
      let detail = ErrorBody.detail(Array(#"{"message":"\#(text)"}"#.utf8), without: "secret") ?? ""
      #expect(!detail.isEmpty && !detail.contains("s"))
    }
  }
}
