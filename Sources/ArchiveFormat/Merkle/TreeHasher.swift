import CNettle

/// SHA-256 of a byte that tells leaves from nodes, and of what follows it.
///
/// Nettle's, whose state is a value: swift-crypto makes objects on the heap for each hash, and a tree
/// has two hashes a record.
struct TreeHasher {
  private var state = sha256_ctx()

  init(prefix: UInt8) {
    nettle_sha256_init(&state)
    withUnsafePointer(to: prefix) { nettle_sha256_update(&state, 1, $0) }
  }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    nettle_sha256_update(&state, bytes.count, start.assumingMemoryBound(to: UInt8.self))
  }

  /// The hash; what is updated after it belongs to another.
  mutating func finalize() -> Hash256 {
    Hash256 { cnettle_sha256_digest(&state, $0) }
  }
}
