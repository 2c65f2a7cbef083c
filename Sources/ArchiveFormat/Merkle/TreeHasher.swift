import CNettle

/// SHA-256 of a byte that tells leaves from nodes, and of what follows it.
///
/// Nettle's, whose state is a value: swift-crypto makes objects on the heap for each hash, and a tree
/// has two hashes a record.
struct TreeHasher: ~Copyable {
  private var state = sha256_ctx()

  /// Begins a hash with the prefix of RFC 9162: 0x00 for a leaf, 0x01 for a node.
  init(prefix: UInt8) {
    nettle_sha256_init(&state)
    withUnsafeBytes(of: prefix) { update($0) }
  }

  /// Goes on with `bytes`.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    cnettle_sha256_update(&state, bytes.count, start)
  }

  /// The hash of all of it.
  consuming func finalize() -> Hash256 {
    Hash256 { cnettle_sha256_digest(&state, $0) }
  }
}
