import Activities
import Testing

@testable import ArchiveFormat

@Suite struct CheckpointTests {
  static let text =
    "topo-archive/01954b2e-0000-7000-8000-000000000001\n42\n"
    + "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
  static let signature =
    "\u{2014} example.com/key Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8="

  static func read(_ text: String) throws(CheckpointError) -> Checkpoint {
    try Checkpoint(bytes(text).span.bytes)
  }

  @Test func readsWhatItWrites() throws {
    let checkpoint = try Self.read(Self.text)
    #expect(checkpoint.size == 42)
    #expect(checkpoint.archiveID == (try uuid("01954b2e-0000-7000-8000-000000000001")))
    #expect(checkpoint.signatures.isEmpty)
    #expect(checkpoint.bytes.text == Self.text)
    #expect(checkpoint.body.text == Self.text)
  }

  @Test func keepsSignatures() throws {
    let text = Self.text + "\n\(Self.signature)\n\(Self.signature)\n"
    let checkpoint = try Self.read(text)
    #expect(checkpoint.signatures == [Self.signature, Self.signature])
    #expect(checkpoint.bytes.text == text)
    #expect(checkpoint.body.text == Self.text)
  }

  static let damages: [(text: String, error: CheckpointError)] = [
    ("", .unterminated), ("\n", .malformed(line: 1)), (String(text.dropLast()), .unterminated),
    (text.replacing("topo-archive/", with: "topo-archive2/"), .malformed(line: 1)),
    (text.replacing("01954b2e", with: "01954B2E"), .malformed(line: 1)),
    (text.replacing("\n", with: "\r\n"), .malformed(line: 1)),
    (text.replacing("\n42", with: "\n0"), .malformed(line: 2)),
    (text.replacing("\n42", with: "\n042"), .malformed(line: 2)),
    (text.replacing("\n42", with: "\n+42"), .malformed(line: 2)),
    (text.replacing("\n42", with: "\n-42"), .malformed(line: 2)),
    (text.replacing("\n42", with: "\n42 "), .malformed(line: 2)),
    (text.replacing("\n42", with: "\n99999999999999999999"), .malformed(line: 2)),
    ("topo-archive/01954b2e-0000-7000-8000-000000000001\n", .malformed(line: 2)),
    ("topo-archive/01954b2e-0000-7000-8000-000000000001\n1\n", .malformed(line: 3)),
    (text.replacing("2I=", with: "2J="), .malformed(line: 3)),
    (text.replacing("2I=", with: "2I"), .malformed(line: 3)),
    (text + "extension\n", .malformed(line: 4)), (text + "\n", .malformed(line: 5)),
    (text + "\n\n", .malformed(line: 5)), (text + "\nsignature\n", .malformed(line: 5)),
    (text + "\n\(signature)\n\n", .malformed(line: 6)),
    (text + "\n\u{2014} \n", .malformed(line: 5)),
    (text + String(repeating: "x", count: 65_536), .tooLong),
  ]

  @Test(arguments: damages.indices) func namesTheDamage(_ index: Int) {
    #expect(throws: Self.damages[index].error) { try Self.read(Self.damages[index].text) }
  }

  @Test func refusesInvalidUTF8() {
    let bytes = bytes(Self.text) + [0x0A, 0xE2, 0x80, 0x0A]
    #expect(throws: CheckpointError.notUTF8) { try Checkpoint(bytes.span.bytes) }
  }

  @Test func cannotBeMadeWrong() throws {
    let valid = try Self.read(Self.text)
    #expect(Checkpoint(archiveID: valid.archiveID, size: 0, root: valid.root) == nil)
    #expect(
      Checkpoint(
        archiveID: valid.archiveID, size: 1, root: valid.root,
        signatures: ["\(Self.signature)\nx"]) == nil)
  }
}
