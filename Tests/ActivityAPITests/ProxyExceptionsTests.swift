import Testing

@testable import ActivityAPI

/// Which hosts NO_PROXY names.
@Suite struct ProxyExceptionsTests {
  @Test(arguments: [
    ("api.topo.io", "api.topo.io"), ("TOPO.io", "api.topo.io"), (".topo.io", "api.topo.io"),
    (".topo.io", "topo.io"), ("*.topo.io", "api.topo.io"), ("topo.io.", "api.topo.io"),
    ("topo.io", "api.topo.io."), ("a, topo.io b", "topo.io"), ("*", "topo.io"), ("*", "10.0.0.1"),
    ("topo.io:443", "api.topo.io"), ("10.0.0.1", "10.0.0.1"), ("10.0.0.1:443", "10.0.0.1"),
    ("10.0.0.0/8", "10.255.0.1"), ("10.0.0.0/9", "10.127.0.1"), ("0.0.0.0/0", "1.2.3.4"),
    ("::1", "::1"), ("[::1]", "::1"), ("[::1]:443", "0:0:0:0:0:0:0:1"), ("fd00::/8", "fdff::1"),
    ("10.0.0.1/32", "10.0.0.1"),
  ])
  func name(text: String, host: String) {
    #expect(ProxyExceptions(text).contain(host: host, port: 443))
  }

  @Test(arguments: [
    ("", "topo.io"), (",", "topo.io"), (".", "topo.io"), ("topo.io", "mytopo.io"),
    ("api.topo.io", "topo.io"), ("topo.io:80", "topo.io"), ("topo", "topo.io"),
    ("io.", "topo.example"),
    ("10.0.0.0/9", "10.128.0.1"), ("10.0.0.0/33", "10.0.0.0"), ("10.0.0.0/", "10.0.0.0"),
    ("10.0.0.0/-1", "10.0.0.0"), ("::/0", "10.0.0.1"), ("0.0.0.0/0", "::1"),
    ("10.0.0.1", "10.0.0.10"),
    ("0.0.1", "10.0.0.1"), ("[::1]:80", "::1"), ("/8", "10.0.0.1"), ("1/2/3", "1.2.3.4"),
  ])
  func doNotName(text: String, host: String) {
    #expect(!ProxyExceptions(text).contain(host: host, port: 443))
  }
}
