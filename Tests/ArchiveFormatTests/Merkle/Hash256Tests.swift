import Testing
import TestSupport

@testable import ArchiveFormat

@Suite struct Hash256Tests {
  // FIPS 180-2, appendix B.1.
  let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  @Test func hashesAsTheStandardSays() {
    let hash = Hash256(sha256Of: bytes("abc").span.bytes)
    #expect(hash.hex == abc)
    #expect(hash.base64 == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
  }

  @Test func readsWhatItWrites() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<100 {
      let hash = random.hash()
      #expect(Hash256(hex: hash.hex) == hash)
      #expect(Hash256(base64: hash.base64) == hash)
      #expect(Hash256(bytes: hash.bytes.span.bytes) == hash)
    }
  }

  @Test func refusesEverythingElse() {
    #expect(Hash256(hex: abc.uppercased()) == nil)
    #expect(Hash256(hex: abc.dropLast()) == nil)
    #expect(Hash256(hex: abc + "00") == nil)
    #expect(Hash256(hex: abc.dropLast() + "g") == nil)
    #expect(Hash256(base64: "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0") == nil)
    #expect(Hash256(base64: "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa1=") == nil)
    #expect(Hash256(base64: "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0=") == nil)
    #expect(Hash256(bytes: [UInt8](repeating: 0, count: 31).span.bytes) == nil)
  }
}

@Suite struct Base64Tests {
  // RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func agreesWithTheStandard(_ plain: String, _ encoded: String) {
    #expect(Base64.encode(bytes(plain)).text == encoded)
    #expect(Base64.decode(encoded.utf8) == bytes(plain))
  }

  @Test(arguments: [
    "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "=", "====", "Zg==Zg==", "Zm9v====", "Zm 9v",
    "Zm9v\n", "Zm-v", "Z===", "Z=g=", "Zg==Zm9v",
  ])
  func refusesWhatItDoesNotWrite(_ text: String) {
    #expect(Base64.decode(text.utf8) == nil)
  }

  @Test func readsEveryByteBack() {
    for length in 0...64 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 37 + length) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
  }
}
