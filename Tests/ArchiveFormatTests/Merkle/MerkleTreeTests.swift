import Crypto
import Testing
import TestSupport

@testable import ArchiveFormat

@Suite struct MerkleTreeTests {
  // The leaves and roots that implementations of RFC 6962 and RFC 9162 test with.
  static let leaves = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ]
  static let roots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  @Test func agreesWithPublishedRoots() throws {
    var tree = MerkleAccumulator()
    #expect(tree.root.hex == Self.roots[0])
    for (index, leaf) in Self.leaves.enumerated() {
      let bytes = try #require(Hexadecimal.decode(leaf.utf8))
      tree.append(MerkleTree.leafHash(bytes.span.bytes))
      #expect(tree.root.hex == Self.roots[index + 1])
      #expect(tree.count == index + 1)
    }
  }

  /// The definition of RFC 9162, section 2.1.1, word for word.
  static func definition(_ hashes: ArraySlice<Hash256>) -> Hash256 {
    guard let first = hashes.first else { return MerkleTree.emptyRoot }
    guard hashes.count > 1 else { return first }
    var split = 1
    while split * 2 < hashes.count { split *= 2 }
    let middle = hashes.startIndex + split
    return MerkleTree.nodeHash(definition(hashes[..<middle]), definition(hashes[middle...]))
  }

  @Test func agreesWithTheDefinitionForEverySize() {
    var random = SeededGenerator(seed: 2)
    let hashes = (0..<130).map { _ in random.hash() }
    for size in 0...hashes.count {
      #expect(MerkleTree.root(of: hashes.prefix(size)) == Self.definition(hashes.prefix(size)))
    }
  }

  @Test func rootsOfSubtreesComposeToTheRoot() {
    var random = SeededGenerator(seed: 3)
    let hashes = (0..<100).map { _ in random.hash() }
    for size in 1...hashes.count {
      let subtrees = stride(from: 0, to: size, by: 8).map { start in
        MerkleTree.root(of: hashes[start..<min(start + 8, size)])
      }
      #expect(MerkleTree.root(of: subtrees) == MerkleTree.root(of: hashes.prefix(size)))
    }
  }

  /// Another library gives the same hashes, wherever a block of SHA-256 ends.
  @Test func agreesWithAnotherLibrary() {
    var random = SeededGenerator(seed: 4)
    for length in 0...300 {
      let leaf = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      let expected = Hash256(SHA256.hash(data: [0x00] + leaf))
      #expect(MerkleTree.leafHash(leaf.span.bytes) == expected, "\(length) bytes")
    }
    let (left, right) = (random.hash(), random.hash())
    let expected = Hash256(SHA256.hash(data: [0x01] + left.bytes + right.bytes))
    #expect(MerkleTree.nodeHash(left, right) == expected)
  }

  @Test func tellsLeavesFromNodes() {
    let left = MerkleTree.leafHash(bytes("left").span.bytes)
    let right = MerkleTree.leafHash(bytes("right").span.bytes)
    let forged = left.bytes + right.bytes
    #expect(MerkleTree.leafHash(forged.span.bytes) != MerkleTree.nodeHash(left, right))
  }
}
