#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An IPv4 or IPv6 address.
struct IPAddress: Hashable {
  /// Four of them, or sixteen.
  private let bytes: [UInt8]

  /// Reads `127.0.0.1` or `::1`; nil for a name.
  init?(_ text: some StringProtocol) {
    for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
      var bytes = [UInt8](repeating: 0, count: count)
      if inet_pton(family, String(text), &bytes) == 1 {
        self.bytes = bytes
        return
      }
    }
    return nil
  }

  /// Whether it is in 127.0.0.0/8, or `::1`.
  var isLoopback: Bool {
    bytes.count == 4 ? bytes[0] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1]
  }

  /// Whether its first `bits` bits are those of `network`.
  func isIn(_ network: IPAddress, bits: Int) -> Bool {
    guard bytes.count == network.bytes.count, (0...bytes.count * 8).contains(bits) else {
      return false
    }
    return zip(bytes, network.bytes).enumerated().allSatisfy { index, pair in
      let counted = min(max(bits - index * 8, 0), 8)
      return (pair.0 ^ pair.1) >> (8 - counted) == 0
    }
  }
}
