import ArchiveFormat
import Testing

@testable import ArchiveStore

/// Each damage, by what the reader throws and what the scanner finds.
@Suite struct SegmentFaultTests {
  private let segment: LooseSegment
  private let offsets: [Int]

  /// Made once, as each test damages a copy.
  private static let good = Result { try LooseSegment(2_050, seed: 3) }

  init() throws {
    segment = try LooseSegment(copying: Self.good.get())
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
    #expect(faults.count >= 2)
    #expect(faults[0] == nil)
    #expect(faults[1] != nil)
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
    #expect(segment.readAll() == error(at: 3, .trailingBytes))
    #expect(try segment.scan() == [nil, nil, nil, .trailingBytes])
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
