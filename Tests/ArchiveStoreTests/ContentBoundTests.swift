import ArchiveFormat
import Testing

@testable import ArchiveStore

/// No more content is inflated than the index says that a segment has.
@Suite struct ContentBoundTests {
  private let segment: LooseSegment
  private let size: Int

  private static let good = Result { try SampleSegment(2_050, seed: 5) }

  init() throws {
    let good = try Self.good.get()
    segment = try LooseSegment(good)
    size = good.staged.summary.contentSize
  }

  private func scan(contentSize: Int) throws -> (faults: [SegmentFault?], content: Int) {
    var scanner = try segment.scanner(contentSize: contentSize)
    var content: [UInt8] = []
    var faults: [SegmentFault?] = []
    var total = 0
    while let block = try scanner.next(into: &content) {
      faults.append(block.fault)
      if block.fault == nil { total += content.count }
      #expect(block.fault != .beyondIndex || content.isEmpty)
    }
    return (faults, total)
  }

  private func firstError(contentSize: Int) -> StoreError? {
    do throws(StoreError) {
      var reader = try segment.reader(contentSize: contentSize)
      var content: [UInt8] = []
      while let block = try reader.nextBlock() { try reader.read(block, into: &content) }
      return nil
    } catch {
      return error
    }
  }

  @Test func theWholeContentIsRead() throws {
    #expect(try scan(contentSize: size).faults == [nil, nil, nil])
    #expect(try scan(contentSize: size).content == size)
    #expect(firstError(contentSize: size) == nil)
  }

  @Test func oneByteMoreIsNot() throws {
    let last = Int64(try segment.offsets()[2])
    #expect(try scan(contentSize: size - 1).faults == [nil, nil, .beyondIndex])
    #expect(
      firstError(contentSize: size - 1)
        == .segment(path: segment.archivePath, offset: last, .beyondIndex))
    #expect(try scan(contentSize: 1).faults == [.beyondIndex, .beyondIndex, .beyondIndex])
    #expect(try scan(contentSize: 0).content == 0)
  }

  @Test func aMemberBehindTheLastOneIsNot() throws {
    let bytes = try segment.bytes()
    let (first, last) = (try segment.offsets()[1], try segment.offsets()[2])
    try segment.damage { $0 += bytes[..<first] }
    #expect(try scan(contentSize: size).faults == [nil, nil, nil, .beyondIndex])
    try segment.damage { $0 = bytes + bytes[last...] }
    #expect(try scan(contentSize: size).faults == [nil, nil, nil, .beyondIndex])
  }

  /// A header that agrees with the index speaks for damage of the stream.
  @Test func aStreamThatYieldsMoreThanItsHeaderSaysIsDamaged() throws {
    let last = try segment.offsets()[2]
    try segment.damage { bytes in
      let block = Array(bytes[last...])
      let header = try? BlockHeader(prefix: block.span.bytes)
      bytes.removeSubrange((last + (header?.length ?? 0))...)
      // A stored part of a kibibyte, where the two records of the block have less.
      bytes += [1, 0, 4, 0xFF, 0xFB] + [UInt8](repeating: 0x20, count: 1_024)
      bytes += [UInt8](repeating: 0, count: 8)
    }
    #expect(try scan(contentSize: size).faults.last == .sizeDiffers)
  }
}
