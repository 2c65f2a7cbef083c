import HTTPTypes
import NIOCore

/// The form for the token, without any script.
struct Login: Sendable {
  let gate: Gate

  /// The form, or where nobody needs it, the way to the page.
  func form(for request: PageRequest) throws(Refusal) -> Answer {
    guard gate.isLocked else { return .seeOther("/") }
    let target = try RequestTarget(request.target)
    let next = target.query.first { $0.name == "next" }?.value
    return Self.document(next: Self.safe(next), isRetry: false)
  }

  /// Takes what the form sends.
  func take(_ request: PageRequest) throws(Refusal) -> Answer {
    guard gate.isLocked else { return .seeOther("/") }
    let fields = try RequestTarget.pairs(request.body.readableBytesView)
    func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    let next = Self.safe(value("next"))
    // A token has no white space, and what is pasted may bring some.
    let token = value("token")?.filter { !$0.isWhitespace }
    guard let token, let cookie = gate.logIn(token) else {
      return Self.document(next: next, isRetry: true)
    }
    return .seeOther(next, [.setCookie: cookie])
  }

  /// Ends a login.
  func end(_ request: PageRequest) -> Answer {
    .seeOther(gate.isLocked ? "/login" : "/", [.setCookie: gate.logOut(request)])
  }

  /// Where to log in, and then to go on to what was asked for.
  static func way(to target: RequestTarget) -> Answer {
    let next = target.text.utf8.map { byte in
      isPlain(byte)
        ? String(UnicodeScalar(byte)) : "%\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
    }
    return .seeOther("/login?next=\(next.joined())")
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "/"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// A view of the page, and nothing else: a link to the form could name any place.
  private static func safe(_ next: String?) -> String {
    guard let next, !next.hasPrefix("//"), let target = try? RequestTarget(next),
      Place(target.segments) == .page,
      next.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { return "/" }
    return next
  }

  private static func document(next: String, isRetry: Bool) -> Answer {
    let wrong = isRetry ? #"<p role="alert">This is not the token.</p>"# : ""
    let form = """
          \(wrong)
          <form method="post" action="/login">
            <input type="hidden" name="next" value="\(PlainDocument.escaped(next))">
            <label for="token">Token</label>
            <input id="token" name="token" type="password" autocomplete="current-password" required
              autofocus>
            <button>Log in</button>
          </form>
          <p class="note">Who runs this server has the token: it is in the file of its
            <code>--token-file</code>.</p>
      """
    return .whole(
      PlainDocument.html("Log in", form), type: "text/html; charset=utf-8",
      status: isRetry ? .forbidden : .ok, policy)
  }

  private static let policy: HTTPFields = {
    var fields: HTTPFields = [:]
    if let name = HTTPField.Name("Content-Security-Policy") {
      fields[name] =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
        + " base-uri 'none'; frame-ancestors 'none'"
    }
    return fields
  }()
}
