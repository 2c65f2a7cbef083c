import Testing

@testable import ArchiveFormat

@Suite struct BagTests {
  @Test func aManifestIsSortedAndHasOneLineAFile() {
    let hash = MerkleTree.emptyRoot
    let files = ["data/b": hash, "data/a=1/x": hash, "data/\n%\r": hash]
    #expect(
      Bag.manifest(files)
        == ["data/%0A%25%0D", "data/a=1/x", "data/b"].map { "\(hash.hex)  \($0)\n" }.joined())
    #expect(Bag.manifest([:]) == "")
  }

  @Test func aLabelHasOneLine() {
    let text = Bag.information([
      ("External-Identifier", "a\nPayload-Oxum: 1.1\r\u{85}"), ("B", "c"),
    ])
    #expect(text == "External-Identifier: a Payload-Oxum: 1.1  \nB: c\n")
  }
}
