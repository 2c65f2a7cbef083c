import Activities
import Testing
import TestSupport

@testable import ArchiveFormat

/// Notes and keys of others: the examples of C2SP signed-note and of the notes of Go's checksum
/// database.
@Suite struct SignedNoteTests {
  private static let examples = [
    (
      key: "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
      text: "This is an example message.\n",
      line: "\u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZX"
        + "sYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    ),
    (
      key: "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      text: "If you think cryptography is the answer to your problem,\n"
        + "then you don't know what your problem is.\n",
      line: "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
        + "KvqfqdngotpRZb6KE6RyyBwJnAM="
    ),
  ]
  private static let secret =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"

  @Test(arguments: 0..<examples.count) func isVerified(_ number: Int) throws {
    let example = Self.examples[number]
    let key = try #require(VerifierKey(example.key))
    let line = try #require(SignatureLine(example.line))
    #expect(key.text == example.key && line.text == example.line)
    #expect(key.isNamed(by: line))
    let text = Array(example.text.utf8)
    #expect(
      key.statement(of: line.signature, over: text) == SignatureStatement(key: key, at: nil))
    for place in text.indices {
      var other = text
      other[place] ^= 1
      #expect(key.statement(of: line.signature, over: other) == nil)
    }
    for place in line.signature.indices {
      var other = line.signature
      other[place] ^= 1
      #expect(key.statement(of: other, over: text) == nil)
    }
    #expect(key.statement(of: line.signature + [0], over: text) == nil)
    #expect(key.statement(of: line.signature.dropLast(), over: text) == nil)
  }

  @Test func aSecretSignsAsItsOwnerDid() throws {
    let key = try #require(SigningKey(Self.secret))
    let example = Self.examples[1]
    #expect(key.verifierKey.text == example.key && key.text == Self.secret)
    #expect(key.line(signing: Array(example.text.utf8))?.text == example.line)
  }

  @Test func newKeysComeBack() throws {
    let key = try #require(SigningKey(named: "example.com/a"))
    let again = try #require(SigningKey(key.text))
    #expect(again.verifierKey == key.verifierKey && again.text == key.text)
    #expect(VerifierKey(key.verifierKey.text) == key.verifierKey)
    #expect(try #require(SigningKey(named: "example.com/a")).text != key.text)
  }

  @Test(arguments: ["", "a b", "a+b", "a\u{2003}b", "a\n", "\u{85}"])
  func namesThatAreNone(_ name: String) {
    #expect(SigningKey(named: name) == nil)
    #expect(VerifierKey(Self.examples[0].key.replacing("example.com/foo", with: name)) == nil)
  }

  @Test(arguments: [
    ("530d903a", "530d903b"), ("530d903a", "530D903A"), ("530d903a", "530d903"),
    ("+AekyeR", "+AukyeR"), ("3U2k", "3U2"), ("3U2k", "3U2k+"), ("example.com/foo+", ""),
    (
      "AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q=="
    ),
    ("AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", ""),
  ])
  func keysThatAreNone(_ part: String, _ other: String) {
    let text = Self.examples[0].key.replacing(part, with: other)
    #expect(VerifierKey(text) == nil, "\(text)")
    #expect(VerifierKey(Self.examples[0].key) != nil)
  }

  @Test func secretsThatAreNone() {
    for (part, other) in [
      ("PRIVATE+KEY+", ""), ("c74f20a3", "c74f20a4"), ("AYEK", "BIEK"), ("KDFz", "KDE="),
      ("+PeterNeumann", "+Peter Neumann"),
    ] {
      #expect(SigningKey(Self.secret.replacing(part, with: other)) == nil, "\(part)")
    }
    #expect(SigningKey(Self.examples[1].key) == nil)
    #expect(VerifierKey(Self.secret) == nil)
  }
}
