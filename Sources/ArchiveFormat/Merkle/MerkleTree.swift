/// The Merkle tree of RFC 9162, section 2.1, over SHA-256.
public enum MerkleTree {
  /// The root of a tree without leaves: the SHA-256 of nothing.
  public static let emptyRoot = Hash256(sha256Of: [UInt8]().span.bytes)

  /// SHA-256(0x00 ‖ leaf).
  public static func leafHash(_ leaf: RawSpan) -> Hash256 {
    var hasher = TreeHasher(prefix: 0x00)
    leaf.withUnsafeBytes { hasher.update($0) }
    return hasher.finalize()
  }

  /// SHA-256(0x01 ‖ left ‖ right).
  public static func nodeHash(_ left: Hash256, _ right: Hash256) -> Hash256 {
    var hasher = TreeHasher(prefix: 0x01)
    left.withUnsafeBytes { hasher.update($0) }
    right.withUnsafeBytes { hasher.update($0) }
    return hasher.finalize()
  }

  /// The root over leaf hashes; equally over the roots of consecutive subtrees that have the same
  /// power of two of leaves each, but for the last, which may have fewer.
  public static func root(of hashes: some Sequence<Hash256>) -> Hash256 {
    var tree = MerkleAccumulator()
    for hash in hashes { tree.append(hash) }
    return tree.root
  }
}

/// A Merkle tree that grows by appending and keeps one hash a level.
///
/// What is appended are leaf hashes, or the roots of complete subtrees of one size: the roots of
/// blocks of 1,024 records compose to their segment's root, also when the last block is shorter.
public struct MerkleAccumulator: Sendable {
  /// How many hashes were appended.
  public private(set) var count = 0
  /// The roots of the complete subtrees, the largest and leftmost first.
  private var peaks: [Hash256] = []

  /// A tree without leaves.
  public init() {}

  /// Appends a hash at the right end of the tree.
  public mutating func append(_ hash: Hash256) {
    var peak = hash
    var level = count
    while level & 1 == 1, let left = peaks.popLast() {
      peak = MerkleTree.nodeHash(left, peak)
      level >>= 1
    }
    peaks.append(peak)
    count += 1
  }

  /// Forgets everything, but keeps the storage.
  public mutating func removeAll() {
    count = 0
    peaks.removeAll(keepingCapacity: true)
  }

  /// The root over everything appended so far.
  public var root: Hash256 {
    guard var root = peaks.last else { return MerkleTree.emptyRoot }
    for peak in peaks.dropLast().reversed() { root = MerkleTree.nodeHash(peak, root) }
    return root
  }
}
