import ArchiveFormat
import Testing
import TestSupport

@testable import ArchiveStore

@Suite struct BlockInflaterTests {
  private func deflated(_ content: [UInt8]) throws -> [UInt8] {
    let deflater = try BlockDeflater()
    var member: [UInt8] = []
    deflater.append(content, to: &member)
    return Array(member.dropLast(GzipTrailer.length))
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 400_000])
  func contentOfAnyLengthComesBack(_ count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    let content = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next() & 15) }
    let stream = try deflated(content)
    var inflater = try BlockInflater()
    var output: [UInt8] = [9, 9, 9]
    for _ in 0..<2 {
      let fault = inflater.inflateWhole(stream, 0..<stream.count, into: &output, expecting: count)
      #expect(fault == nil)
      #expect(output == content)
    }
  }

  @Test func inputMayComeByteByByte() throws {
    let content = Array(String(repeating: "topo-archive ", count: 20_000).utf8)
    let stream = try deflated(content)
    var inflater = try BlockInflater()
    inflater.begin()
    var output: [UInt8] = []
    var progress = BlockInflater.Progress.needsInput
    for byte in stream {
      var offset = 0
      progress = inflater.inflate([byte], from: &offset, into: &output, limit: content.count)
      #expect(offset == 1)
    }
    #expect(progress == .ended)
    inflater.finish(&output)
    #expect(output == content)
  }

  @Test func aBombStopsAtTheLimit() throws {
    let stream = try deflated([UInt8](repeating: 0, count: 8_000_000))
    var inflater = try BlockInflater()
    for limit in [0, 1, 65_536, 1_000_000] {
      inflater.begin()
      var output: [UInt8] = []
      var offset = 0
      let progress = inflater.inflate(stream, from: &offset, into: &output, limit: limit)
      #expect(progress == .limitReached)
      #expect(output.count <= max(limit + 1, 65_536))
    }
    var output: [UInt8] = []
    #expect(
      inflater.inflateWhole(stream, 0..<stream.count, into: &output, expecting: 1_000)
        == .sizeDiffers)
    #expect(output.count <= 1_001)
  }

  @Test func aLengthThatDeflateCannotReachIsNotReserved() throws {
    let stream = try deflated([1, 2, 3])
    var inflater = try BlockInflater()
    var output: [UInt8] = []
    let fault = inflater.inflateWhole(
      stream, 0..<stream.count, into: &output, expecting: 200 << 20)
    #expect(fault == .sizeDiffers)
    #expect(output.capacity < 1_000_000)
  }

  @Test func damagedStreamsAreToldApart() throws {
    let content = Array(String(repeating: "record\n", count: 5_000).utf8)
    let stream = try deflated(content)
    var inflater = try BlockInflater()
    var output: [UInt8] = []
    func fault(_ bytes: [UInt8], _ length: Int) -> SegmentFault? {
      inflater.inflateWhole(bytes, 0..<bytes.count, into: &output, expecting: length)
    }
    #expect(fault(stream, content.count) == nil)
    #expect(fault(stream.dropLast(), content.count) == .truncated)
    #expect(fault(stream + [0], content.count) == .sizeDiffers)
    #expect(fault(stream, content.count - 1) == .sizeDiffers)
    #expect(fault(stream, content.count + 1) == .sizeDiffers)
    #expect(fault([7] + stream, content.count) == .corrupt)
    #expect(fault([], content.count) == .sizeDiffers)
  }
}
