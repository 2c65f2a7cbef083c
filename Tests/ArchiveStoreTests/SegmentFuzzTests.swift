import ArchiveFormat
import Testing
import TestSupport

@testable import ArchiveStore

/// Seeded damage to segment files, with zlib's own answer beside ours.
@Suite struct SegmentFuzzTests {
  private static let segments = Result {
    try [3, 40, 1_030].map { try SampleSegment($0, seed: UInt64($0)) }
  }
  /// The content of any block of these is shorter.
  private static let limit = 1 << 20

  @Test(arguments: [UInt64(41), 42, 43])
  func zlibSeesTheSame(seed: UInt64) throws {
    let segments = try Self.segments.get()
    let segment = try LooseSegment(segments[0])
    var mutator = ByteMutator(seed: seed, segments.map(\.bytes))
    var accepted = 0
    for round in 0..<300 {
      let bytes = mutator.next(changes: 3)
      let words = Comment(rawValue: "seed \(seed), round \(round)")
      try segment.damage { $0 = bytes }
      let scanned = try scan(segment, bytes, words)
      let expected = ZlibAnswer(bytes, limit: Self.limit).withoutFilters
      if !Self.hasHeaderChecksum(bytes) {
        #expect((scanned.map { .members($0) } ?? .refused) == expected, words)
      }
      guard let scanned else { continue }
      accepted += 1
      let read = try readByHeaders(segment)
      // Headers are not checked by zlib: what they say may lead the reader astray, but to no other
      // content.
      if let read { #expect(read == scanned, words) }
    }
    #expect(accepted > 10)
  }

  /// A header's fields may say anything: no more is read than the file has, and than the index says.
  @Test(arguments: [UInt64(44), 45])
  func headersThatLieLeadNowhere(seed: UInt64) throws {
    let original = try Self.segments.get()[2]
    let segment = try LooseSegment(original)
    let good = original.bytes
    let starts = try segment.offsets().dropLast()
    var generator = SeededGenerator(seed: seed)
    for round in 0..<200 {
      let start = try #require(starts.randomElement(using: &generator))
      var bytes = good
      let place = start + Int.random(in: 10..<BlockHeader.fixedLength, using: &generator)
      for offset in 0..<Int.random(in: 1...8, using: &generator) {
        bytes[place + offset] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
      }
      try segment.damage { $0 = bytes }
      let words = Comment(rawValue: "byte \(place), seed \(seed), round \(round)")
      _ = try scan(segment, bytes, words)
      var reader = try segment.reader(contentSize: original.staged.summary.contentSize)
      var content: [UInt8] = []
      var total = 0
      do throws(StoreError) {
        while let block = try reader.nextBlock() {
          try reader.read(block, into: &content)
          total += content.count
        }
      } catch {
        guard case .segment = error else { throw error }
      }
      #expect(total <= original.staged.summary.contentSize, words)
    }
  }

  /// The content of each member; nil if one has a fault.
  private func scan(
    _ segment: LooseSegment, _ bytes: [UInt8], _ words: Comment
  ) throws -> [[UInt8]]? {
    var scanner = try segment.scanner()
    var contents: [[UInt8]] = []
    var content: [UInt8] = []
    var isGood = true
    var members = 0
    while let block = try scanner.next(into: &content) {
      members += 1
      isGood = isGood && block.fault == nil
      contents.append(content)
    }
    #expect(members <= bytes.count, words)
    let (size, sha256) = try scanner.finish()
    #expect(size == bytes.count && sha256 == Hash256(sha256Of: bytes.span.bytes), words)
    return isGood ? contents.filter { !$0.isEmpty } : nil
  }

  private func readByHeaders(_ segment: LooseSegment) throws -> [[UInt8]]? {
    do throws(StoreError) {
      var reader = try segment.reader()
      var contents: [[UInt8]] = []
      var content: [UInt8] = []
      while let block = try reader.nextBlock() {
        try reader.read(block, into: &content)
        contents.append(content)
      }
      return contents
    } catch {
      guard case .segment = error else { throw error }
      return nil
    }
  }

  /// Whether some member may have a checksum of its header, which zlib checks and no block has.
  private static func hasHeaderChecksum(_ bytes: [UInt8]) -> Bool {
    bytes.indices.dropLast(3).contains { index in
      bytes[index] == 0x1F && bytes[index + 1] == 0x8B && bytes[index + 2] == 8
        && bytes[index + 3] & 2 != 0
    }
  }
}

extension ZlibAnswer {
  /// The members that have content, which filters have not.
  fileprivate var withoutFilters: ZlibAnswer {
    guard case .members(let contents) = self else { return self }
    return .members(contents.filter { !$0.isEmpty })
  }
}
