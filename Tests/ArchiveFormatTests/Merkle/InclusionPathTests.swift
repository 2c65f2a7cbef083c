import Testing
import TestSupport

@testable import ArchiveFormat

@Suite struct InclusionPathTests {
  private static func leaves(_ count: Int) throws -> [Hash256] {
    try MerkleTreeTests.leaves.prefix(count).map { leaf in
      let bytes = try #require(Hexadecimal.decode(leaf.utf8))
      return MerkleTree.leafHash(bytes.span.bytes)
    }
  }

  /// The paths that implementations of RFC 6962 and RFC 9162 test with.
  @Test(
    arguments: [
      (0, 1, []),
      (
        0, 8,
        [
          "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]
      ),
      (
        5, 8,
        [
          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
      ),
      (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
      (
        1, 5,
        [
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ]
      ),
    ] as [(Int, Int, [String])])
  func agreesWithPublishedPaths(_ index: Int, _ size: Int, _ hashes: [String]) throws {
    let leaves = try Self.leaves(size)
    let path = try #require(InclusionPath(to: index, in: leaves))
    #expect(path.hashes.map(\.hex) == hashes)
    #expect(path.root(from: leaves[index], size: size)?.hex == MerkleTreeTests.roots[size])
  }

  /// RFC 9162, section 2.1.3.1, word for word.
  private static func definition(_ index: Int, _ leaves: ArraySlice<Hash256>) -> [Hash256] {
    guard leaves.count > 1 else { return [] }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return index < split
      ? definition(index, leaves[..<middle]) + [MerkleTreeTests.definition(leaves[middle...])]
      : definition(index - split, leaves[middle...])
        + [MerkleTreeTests.definition(leaves[..<middle])]
  }

  @Test func everyLeafOfEverySize() throws {
    var random = SeededGenerator(seed: 11)
    let all = (0..<70).map { _ in random.hash() }
    for size in 1...all.count {
      let leaves = Array(all.prefix(size))
      let root = MerkleTree.root(of: leaves)
      for index in 0..<size {
        let path = try #require(InclusionPath(to: index, in: leaves))
        #expect(path.hashes == Self.definition(index, leaves[...]))
        #expect(path.root(from: leaves[index], size: size) == root)
      }
      #expect(InclusionPath(to: size, in: leaves) == nil)
      #expect(InclusionPath(to: -1, in: leaves) == nil)
    }
  }

  /// Another leaf, place, hash or number of hashes leads to another root or to none. Another size
  /// may not: in a tree of five, say, the first leaf has the path that it has in one of six.
  @Test func anythingElseLeadsElsewhere() throws {
    var random = SeededGenerator(seed: 12)
    for size in 1...40 {
      let leaves = (0..<size).map { _ in random.hash() }
      let root = MerkleTree.root(of: leaves)
      for index in 0..<size {
        let path = try #require(InclusionPath(to: index, in: leaves))
        #expect(path.root(from: random.hash(), size: size) != root)
        for other in 0..<size + 2 where other != index {
          let moved = try #require(InclusionPath(index: other, hashes: path.hashes))
          #expect(moved.root(from: leaves[index], size: size) != root, "\(index) at \(other)")
        }
        for position in path.hashes.indices {
          var hashes = path.hashes
          hashes[position] = random.hash()
          let changed = try #require(InclusionPath(index: index, hashes: hashes))
          #expect(changed.root(from: leaves[index], size: size) != root)
          hashes.remove(at: position)
          let shorter = try #require(InclusionPath(index: index, hashes: hashes))
          #expect(shorter.root(from: leaves[index], size: size) != root)
        }
        let longer = try #require(InclusionPath(index: index, hashes: path.hashes + [root]))
        #expect(longer.root(from: leaves[index], size: size) == nil)
      }
    }
  }

  @Test func pathsThroughSubtreesCompose() throws {
    var random = SeededGenerator(seed: 13)
    let all = (0..<45).map { _ in random.hash() }
    for size in 1...all.count {
      let leaves = Array(all.prefix(size))
      let subtrees = stride(from: 0, to: size, by: 8).map { Array(leaves[$0..<min($0 + 8, size)]) }
      let roots = subtrees.map { MerkleTree.root(of: $0) }
      for index in 0..<size {
        let below = try #require(InclusionPath(to: index % 8, in: subtrees[index / 8]))
        let above = try #require(InclusionPath(to: index / 8, in: roots))
        #expect(below.joined(to: above, subtreeSize: 8) == InclusionPath(to: index, in: leaves))
      }
    }
    let far = try #require(InclusionPath(index: .max, hashes: []))
    #expect(far.joined(to: far, subtreeSize: 8) == nil)
  }
}
