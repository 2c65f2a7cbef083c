/// Shows that a leaf is in a Merkle tree: where, and the hashes beside its way to the root.
public struct InclusionPath: Hashable, Sendable {
  /// The position of the leaf, from 0.
  public let index: Int
  /// From the leaf's sibling to the root's child.
  public let hashes: [Hash256]

  /// Nil for a negative position.
  public init?(index: Int, hashes: [Hash256]) {
    guard index >= 0 else { return nil }
    self.index = index
    self.hashes = hashes
  }

  /// The path from the leaf at `index` among `leaves` (RFC 9162, section 2.1.3.1), which may be the
  /// roots of subtrees; nil if there is no such leaf.
  public init?(to index: Int, in leaves: [Hash256]) {
    guard leaves.indices.contains(index) else { return nil }
    self.index = index
    var hashes: [Hash256] = []
    var range = leaves.indices
    while range.count > 1 {
      let middle = range.lowerBound + Self.largestPowerOfTwo(below: range.count)
      if index < middle {
        hashes.append(MerkleTree.root(of: leaves[middle..<range.upperBound]))
        range = range.lowerBound..<middle
      } else {
        hashes.append(MerkleTree.root(of: leaves[range.lowerBound..<middle]))
        range = middle..<range.upperBound
      }
    }
    self.hashes = hashes.reversed()
  }

  /// The path through a subtree of `size` leaves, each of the tree's subtrees having as many but for
  /// the last, and from there on by `above`.
  public func joined(to above: InclusionPath, subtreeSize size: Int) -> InclusionPath? {
    let (start, overflow) = above.index.multipliedReportingOverflow(by: size)
    guard !overflow else { return nil }
    return InclusionPath(index: start + index, hashes: hashes + above.hashes)
  }

  /// The root of a tree of `size` leaves that has this leaf here (RFC 9162, section 2.1.3.2); nil if
  /// no tree of that size has such a path.
  public func root(from leaf: Hash256, size: Int) -> Hash256? {
    guard index < size else { return nil }
    var node = index
    var last = size - 1
    var root = leaf
    for hash in hashes {
      guard last > 0 else { return nil }
      if node & 1 == 1 || node == last {
        root = MerkleTree.nodeHash(hash, root)
        while node & 1 == 0, node > 0 {
          node >>= 1
          last >>= 1
        }
      } else {
        root = MerkleTree.nodeHash(root, hash)
      }
      node >>= 1
      last >>= 1
    }
    return last == 0 ? root : nil
  }

  private static func largestPowerOfTwo(below count: Int) -> Int {
    1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }
}
