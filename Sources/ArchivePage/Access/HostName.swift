/// The host of a `Host` field or an address to listen at.
struct HostName: Hashable {
  /// In lower case, without port and brackets.
  let name: String

  /// Reads `name`, `name:port`, `[v6]` or `[v6]:port`; nil for what is none of these.
  init?(field: String) {
    let name: Substring
    let port: Substring
    if field.hasPrefix("[") {
      guard let end = field.firstIndex(of: "]") else { return nil }
      name = field[field.index(after: field.startIndex)..<end]
      let rest = field[field.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
      port = rest.dropFirst()
    } else {
      let parts = field.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count <= 2 else { return nil }
      name = parts[0]
      port = parts.count == 2 ? parts[1] : ""
    }
    guard !name.isEmpty, name.utf8.allSatisfy(Self.isOfName),
      port.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    self.name = name.lowercased()
  }

  /// An address without a port.
  init(address: String) {
    name = address.lowercased()
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default:
      [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":")]
        .contains(byte)
    }
  }

  /// Whether it is this machine and never another one, whatever a name server says.
  var isLoopback: Bool {
    if name == "localhost" || name == "::1" { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127"
      && parts.allSatisfy { !$0.isEmpty && $0.count <= 3 && UInt8($0) != nil }
  }
}
