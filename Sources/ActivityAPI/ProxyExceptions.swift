/// The hosts of `NO_PROXY`: separated by commas or spaces, each a name, which stands for all names
/// under it too, an IP address, a range of them (`10.0.0.0/8`), or `*` for every host; with `:port`
/// for that port only.
struct ProxyExceptions {
  private let entries: [Substring]

  init(_ text: String) {
    entries = text.lowercased().split { $0 == "," || $0.isWhitespace }
  }

  /// Whether a host, whose name is in lower case, is among them.
  func contain(host: String, port: Int) -> Bool {
    let address = IPAddress(host)
    return entries.contains { entry in
      if entry == "*" { return true }
      let (pattern, wantedPort) = Self.split(entry)
      if let wantedPort, wantedPort != port { return false }
      if let address { return Self.matches(pattern, address) }
      return Self.matches(pattern, name: host)
    }
  }

  /// The host and the port of `host`, `host:port`, `[address]` or `[address]:port`.
  private static func split(_ entry: Substring) -> (Substring, Int?) {
    if entry.hasPrefix("["), let end = entry.firstIndex(of: "]") {
      return (
        entry[entry.index(after: entry.startIndex)..<end],
        Int(entry[entry.index(after: end)...].dropFirst())
      )
    }
    let parts = entry.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let port = Int(parts[1]) else { return (entry, nil) }
    return (parts[0], port)
  }

  private static func matches(_ pattern: Substring, _ address: IPAddress) -> Bool {
    let parts = pattern.split(separator: "/", omittingEmptySubsequences: false)
    guard let network = IPAddress(parts[0]) else { return false }
    if parts.count == 1 { return network == address }
    guard parts.count == 2, let bits = Int(parts[1]) else { return false }
    return address.isIn(network, bits: bits)
  }

  private static func matches(_ pattern: Substring, name host: String) -> Bool {
    func trimmed(_ name: Substring) -> Substring { name.hasSuffix(".") ? name.dropLast() : name }
    var domain = trimmed(pattern)
    for prefix in ["*.", "."] where domain.hasPrefix(prefix) {
      domain = domain.dropFirst(prefix.count)
    }
    let name = trimmed(host[...])
    return !domain.isEmpty && (name == domain || name.hasSuffix(".\(domain)"))
  }
}
