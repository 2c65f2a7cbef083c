import Testing
import TestSupport

extension WireAnswer {
  /// Holds the answer to what every answer must tell a browser.
  func expectGuarded(sourceLocation: SourceLocation = #_sourceLocation) {
    let expected = [
      "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin", "cross-origin-opener-policy": "same-origin",
    ]
    for (name, value) in expected {
      #expect(fields[name] == value, "\(name)", sourceLocation: sourceLocation)
    }
    let policy = fields["content-security-policy"] ?? ""
    #expect(policy.hasPrefix("default-src 'none';"), sourceLocation: sourceLocation)
    #expect(!policy.contains("unsafe"), sourceLocation: sourceLocation)
    #expect(fields["date"] != nil && fields["cache-control"] != nil, sourceLocation: sourceLocation)
    // A field that is there twice was joined by a comma, or is wrong.
    for name in ["content-length", "content-type", "cache-control"] {
      #expect(fields[name]?.contains(",") != true, "\(name)", sourceLocation: sourceLocation)
    }
  }
}
