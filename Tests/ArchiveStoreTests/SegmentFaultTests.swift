import ArchiveFormat
import Testing
import TestSupport

@testable import ArchiveStore

/// Each damage, by what the reader throws and what the scanner finds.
@Suite struct SegmentFaultTests {
  private let segment: LooseSegment
  private let offsets: [Int]

  /// Made once, as each test damages a copy.
  private static let good = Result { try SampleSegment(2_050, seed: 3) }

  init() throws {
    segment = try LooseSegment(Self.good.get())
    offsets = try segment.offsets()
  }

  private func error(at block: Int, _ fault: SegmentFault) -> StoreError {
    .segment(path: segment.archivePath, offset: Int64(offsets[block]), fault)
  }

  @Test func aGoodSegmentHasNone() throws {
    #expect(offsets.count == 4)
    #expect(segment.readAll() == nil)
    #expect(try segment.scan() == [nil, nil, nil])
  }

  @Test func aFlippedBitInTheDeflateStream() throws {
    try segment.damage { $0[(offsets[1] + offsets[2]) / 2 + 2_000] ^= 0x10 }
    let found = segment.readAll()
    let possible: [SegmentFault] = [.corrupt, .truncated, .sizeDiffers, .checksumDiffers]
    #expect(possible.contains { found == error(at: 1, $0) })
    let faults = try segment.scan()
    try #require(faults.count == 3)
    #expect(faults[0] == nil && faults[1] != nil && faults[2] == nil)
  }

  /// Wherever a bit flips in a block's records, the others are read, and each byte hashed once.
  @Test(arguments: [UInt64(11), 12])
  func theBlocksBesideADamagedOneAreRead(seed: UInt64) throws {
    let good = try segment.bytes()
    var generator = SeededGenerator(seed: seed)
    for block in [0, 1, 2, 0, 1, 2, 0, 1, 2] {
      let start = offsets[block] + BlockHeader.maximumLength
      let place = Int.random(
        in: min(start, offsets[block + 1] - 20)..<offsets[block + 1], using: &generator)
      let bit = UInt8.random(in: 0..<8, using: &generator)
      try segment.damage { bytes in
        bytes = good
        bytes[place] ^= 1 << bit
      }
      var scanner = try segment.scanner()
      var content: [UInt8] = []
      var faulty: [Int] = []
      var ends: [Bool] = []
      while let found = try scanner.next(into: &content) {
        if found.fault != nil { faulty.append(found.number) }
        ends.append(found.isDeadEnd)
        #expect(found.offset == Int64(offsets[found.number]), "byte \(place), seed \(seed)")
        #expect(found.fault != .truncated, "byte \(place), seed \(seed)")
      }
      #expect(faulty == [block], "byte \(place), bit \(bit), seed \(seed)")
      #expect(ends == [false, false, false])
      let (size, sha256) = try scanner.finish()
      let bytes = try segment.bytes()
      #expect(size == bytes.count && sha256 == Hash256(sha256Of: bytes.span.bytes))
    }
  }

  /// Where neither a header nor the end of inflating leads on, the scan ends, and says so.
  @Test func damageToTheHeaderAndTheRecordsIsADeadEnd() throws {
    try segment.damage { bytes in
      let header = 12 + Int(bytes[offsets[1] + 10]) + Int(bytes[offsets[1] + 11]) << 8
      bytes[offsets[1] + 12] ^= 1
      // No deflate stream has a part of this type.
      bytes[offsets[1] + header] |= 0b110
    }
    var scanner = try segment.scanner()
    var content: [UInt8] = []
    var ends: [Bool] = []
    while let block = try scanner.next(into: &content) { ends.append(block.isDeadEnd) }
    #expect(ends == [false, true])
  }

  /// A file that is all damage is not read for ever.
  @Test func faultsWithoutEndAreLeft() throws {
    try segment.damage { bytes in
      let member = Array(bytes[..<BlockHeader.maximumLength])
      var header = Array(member.prefix(20))
      // A member of nothing but its header and two bytes that no deflate stream begins with.
      let size = UInt64(member.count + 10).littleEndian
      header += withUnsafeBytes(of: size) { Array($0) }
      header += member.dropFirst(28)
      let one = header + [0xFF, 0xFF] + [UInt8](repeating: 0, count: 8)
      bytes = Array((0..<300).map { _ in one }.joined())
    }
    let faults = try segment.scan()
    #expect(faults.count == 100)
    #expect(faults.allSatisfy { $0 == .corrupt })
  }

  @Test func aWrongChecksum() throws {
    try segment.damage { $0[offsets[2] - 8] ^= 1 }
    #expect(segment.readAll() == error(at: 1, .checksumDiffers))
    #expect(try segment.scan() == [nil, .checksumDiffers, nil])
  }

  @Test func aWrongLengthInTheTrailer() throws {
    try segment.damage { $0[offsets[2] - 1] ^= 1 }
    #expect(segment.readAll() == error(at: 1, .sizeDiffers))
    #expect(try segment.scan() == [nil, .sizeDiffers, nil])
  }

  @Test func aWrongContentSizeInTheHeader() throws {
    try segment.damage { $0[offsets[1] + 28] ^= 1 }
    #expect(segment.readAll() == error(at: 1, .sizeDiffers))
    // The scanner believes no header, and leaves the comparison to its user.
    #expect(try segment.scan() == [nil, nil, nil])
  }

  @Test func aContentSizeOfManyGigabytes() throws {
    try segment.damage { $0[offsets[1] + 33] = 1 }
    #expect(segment.readAll() == error(at: 1, .tooLarge))
  }

  @Test func aWrongMemberSizeInTheHeader() throws {
    try segment.damage { $0[offsets[0] + 20] ^= 1 }
    #expect(segment.readAll() != nil)
    #expect(try segment.scan() == [nil, nil, nil])
  }

  @Test func aMemberSizeBeyondTheFile() throws {
    try segment.damage { $0[offsets[2] + 24] = 1 }
    #expect(segment.readAll() == error(at: 2, .truncated))
    try segment.damage { $0[offsets[2] + 27] = 0x7F }
    #expect(segment.readAll() == error(at: 2, .truncated))
  }

  @Test func aCutFile() throws {
    let whole = try segment.bytes()
    for length in [offsets[1] - 3, offsets[1] + 5, offsets[1] + 100, offsets[2] - 9] {
      try segment.damage { $0 = Array(whole.prefix(length)) }
      #expect(segment.readAll() != nil, "cut at \(length)")
      let faults = try segment.scan()
      #expect(faults.last == .truncated, "cut at \(length)")
    }
  }

  @Test func trailingBytes() throws {
    try segment.damage { $0 += Array("left over".utf8) }
    // Filters are looked for where the file ends.
    #expect(segment.readAll() == error(at: 3, .header(.notABlock)))
    #expect(try segment.scan() == [nil, nil, nil, .trailingBytes])
    try segment.damage { $0.removeSubrange(offsets[3]...) }
    try segment.damage { $0 += Array("left over".utf8) }
    #expect(segment.readAll() == error(at: 3, .trailingBytes))
  }

  @Test func aFileThatIsNoGzip() throws {
    try segment.damage { $0 = Array("plain text\n".utf8) }
    #expect(segment.readAll() == error(at: 0, .header(.notGzip)))
    #expect(try segment.scan() == [.corrupt])
  }

  @Test func theHashIsOfTheWholeFileHoweverFarItWasRead() throws {
    try segment.damage { $0[offsets[1]] = 0 }
    #expect(try segment.scan() == [nil, .trailingBytes])
    var scanner = try segment.scanner()
    let (size, sha256) = try scanner.finish()
    let bytes = try segment.bytes()
    #expect(size == bytes.count)
    #expect(sha256 == Hash256(sha256Of: bytes.span.bytes))
  }

  @Test func whatAnotherProgramCompressedIsScanned() throws {
    let (code, _) = try run("sh", ["-c", "zcat '\(segment.path)' > '\(segment.path).txt'"])
    #expect(code == 0)
    let (_, output) = try run("gzip", ["-kc", "\(segment.path).txt"])
    try segment.damage { $0 = output }
    var scanner = try segment.scanner()
    var content: [UInt8] = []
    let block = try #require(try scanner.next(into: &content))
    #expect(block.fault == nil)
    #expect(throws: BlockHeaderError.notABlock) { try block.header.get() }
    #expect(content == segment.samples.flatMap { $0.record + [UInt8(ascii: "\n")] })
    #expect(try scanner.next(into: &content) == nil)
  }
}
