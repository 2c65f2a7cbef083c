import Activities
import Testing
import TestSupport

@testable import ArchiveFormat

/// What a key has to say of a checkpoint.
@Suite struct SignedCheckpointTests {
  private let key: SigningKey
  private let checkpoint: Checkpoint

  init() throws {
    key = try #require(SigningKey(named: "example.com/a"))
    checkpoint = try CheckpointTests.read(CheckpointTests.text)
  }

  private func statement(_ checkpoint: Checkpoint) throws(SignatureFault) -> SignatureStatement {
    try checkpoint.statement(of: key.verifierKey)
  }

  private func with(_ lines: [String]) throws -> Checkpoint {
    try #require(
      Checkpoint(
        archiveID: checkpoint.archiveID, size: checkpoint.size, root: checkpoint.root,
        signatures: lines))
  }

  @Test func isSigned() throws {
    let signed = try #require(checkpoint.signed(by: key))
    #expect(signed.body == checkpoint.body && signed.signatures.count == 1)
    #expect(try CheckpointTests.read(signed.bytes.text) == signed)
    #expect(try statement(signed) == SignatureStatement(key: key.verifierKey, at: nil))
    #expect(throws: SignatureFault.missing) { try statement(checkpoint) }
  }

  /// Whichever byte of the file is another, it is no checkpoint any more, or not signed.
  @Test func noByteCanBeChanged() throws {
    let bytes = try #require(checkpoint.signed(by: key)).bytes
    for place in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[place] ^= 1 << bit
        guard let other = try? Checkpoint(changed.span.bytes) else { continue }
        #expect(throws: SignatureFault.self, "byte \(place), bit \(bit)") { try statement(other) }
      }
    }
  }

  /// Lines of keys that nobody asked about mean nothing, even if they share the name.
  @Test func othersMaySignBeside() throws {
    let namesake = try #require(SigningKey(named: "example.com/a"))
    let both = try #require(checkpoint.signed(by: namesake)?.signed(by: key))
    #expect(both.signatures.count == 2)
    #expect(try statement(both).key == key.verifierKey)
    #expect(try both.statement(of: namesake.verifierKey).key == namesake.verifierKey)
    let strange = try with(["\u{2014} nonsense"] + both.signatures + [CheckpointTests.signature])
    #expect(try statement(strange).key == key.verifierKey)
    // Signed again, it has one line of the key, and all others.
    let again = try #require(strange.signed(by: key))
    #expect(again.signatures.count == 4 && again.signatures[0] == "\u{2014} nonsense")
  }

  @Test func oneWrongSignatureIsEnough() throws {
    let signed = try #require(checkpoint.signed(by: key))
    let good = try #require(SignatureLine(signed.signatures[0]))
    var bytes = good.signature
    bytes[7] ^= 1
    let bad = SignatureLine(name: good.name, keyID: good.keyID, signature: bytes).text
    #expect(throws: SignatureFault.invalid(signature: 1)) { try statement(try with([bad])) }
    #expect(throws: SignatureFault.invalid(signature: 2)) {
      try statement(try with([good.text, bad]))
    }
    // A signature of another text by the same key.
    let line = try #require(key.line(signing: Array("topo-archive/\n".utf8))).text
    #expect(throws: SignatureFault.invalid(signature: 1)) { try statement(try with([line])) }
  }
}
