import CZlib
import TestSupport
import Testing

@testable import ArchiveStore

@Suite struct ChecksumTests {
  private func bytes(_ count: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: UInt64(count))
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
  }

  private func zlibs(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBufferPointer {
      UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count))
    }
  }

  @Test func isZlibsForAnyLengthAndAddress() {
    let bytes = bytes(700)
    for start in 0...16 {
      for end in start...bytes.count {
        let found = checksum(bytes.span.bytes.extracting(start..<end))
        if found != zlibs(bytes[start..<end]) { Issue.record("differs for \(start)..<\(end)") }
      }
    }
  }

  @Test(arguments: [0, 255])
  func isZlibsForOneByteThroughout(_ byte: UInt8) {
    let bytes = [UInt8](repeating: byte, count: 1_000)
    for count in 0...bytes.count {
      let found = checksum(bytes.span.bytes.extracting(first: count))
      if found != zlibs(bytes[..<count]) { Issue.record("differs for \(count) bytes") }
    }
  }

  @Test func isZlibsForALongContent() {
    let bytes = bytes(1_000_003)
    #expect(checksum(bytes.span.bytes) == zlibs(bytes[...]))
  }
}
