import HTTPTypes

/// Who may come in: everybody of this machine, or whoever has the token.
struct Gate: Sendable {
  private struct Lock: Sendable {
    let token: AccessToken
    let sessions = Sessions()
  }

  /// Nil where everybody of this machine may come in.
  private let lock: Lock?
  private let cookieName: String

  /// A gate that the token opens or, without one, any request to a loopback host. The cookies of
  /// gates with different names do not replace each other.
  init(token: AccessToken?, name: String) {
    lock = token.map { Lock(token: $0) }
    cookieName = "topo-archive-\(name)"
  }

  /// Whether a token is needed.
  var isLocked: Bool { lock != nil }

  /// Throws `Refusal.malformed` unless there is one host, and `.wrongHost` for one that is not a
  /// loopback's where nothing else is asked for: by DNS rebinding, any site could else have a
  /// browser ask us under its own name.
  func check(hosts: [String]) throws(Refusal) {
    guard hosts.count == 1, let host = HostName(field: hosts[0]) else { throw .malformed }
    guard isLocked || host.isLoopback else { throw .wrongHost }
  }

  /// Whether the request shows the token, or the cookie that was given for it.
  func opens(to request: PageRequest) -> Bool {
    guard let lock else { return true }
    return hasToken(request) || cookie(of: request).map { lock.sessions.holds($0) } ?? false
  }

  /// Whether the request bears the token itself.
  private func hasToken(_ request: PageRequest) -> Bool {
    guard let lock, let authorization = request.headers[.authorization] else { return false }
    return lock.token.matches(authorization: authorization)
  }

  /// Throws `Refusal.crossSite` for what a page of another site may have a browser send.
  ///
  /// The token in a field is one that no other site can have sent.
  func checkOrigin(of request: PageRequest) throws(Refusal) {
    if hasToken(request) { return }
    if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] {
      guard site == "same-origin" else { throw .crossSite }
      return
    }
    guard let host = request.hosts.first,
      request.headers[.origin]?.lowercased() == "http://\(host.lowercased())"
    else { throw .crossSite }
  }

  /// The `Set-Cookie` of a login; nil if `token` is not the token.
  func logIn(_ token: String) -> String? {
    guard let lock, lock.token.matches(token) else { return nil }
    let age = Sessions.lifetime.components.seconds
    return "\(cookieName)=\(lock.sessions.begin()); \(Self.attributes); Max-Age=\(age)"
  }

  /// Ends the request's login; the `Set-Cookie` that takes the cookie away.
  func logOut(_ request: PageRequest) -> String {
    if let value = cookie(of: request) { lock?.sessions.end(value) }
    return "\(cookieName)=; \(Self.attributes); Max-Age=0"
  }

  private static let attributes = "Path=/; HttpOnly; SameSite=Strict"

  private func cookie(of request: PageRequest) -> String? {
    let pairs = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }
    for pair in pairs {
      let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
      if parts.count == 2, parts[0] == cookieName { return String(parts[1]) }
    }
    return nil
  }
}
