import ArchiveFormat
import Testing

@testable import Archiver

extension Damage {
  /// Damage to the bytes of a file, by which blocks cannot be read: the file first, then each such
  /// block once, and nothing that only follows from it.
  static let members: [Damage] = [
    Damage(
      "one flipped bit in the compressed records", Place(.checksumMismatch, Specimen.small),
      Place(.gzipCorrupt, Specimen.small)
    ) {
      let header = BlockHeader.fixedLength + BloomFilter.blockSize
      try $0.flip(Specimen.small, at: header + 40)
    },
    Damage(
      "one flipped bit in quarantine", Place(.checksumMismatch, Specimen.quarantine),
      Place(.gzipCorrupt, Specimen.quarantine)
    ) {
      try $0.flip(Specimen.quarantine, at: BlockHeader.fixedLength + 40)
    },
    Damage(
      "one flipped bit in amendments", Place(.checksumMismatch, Specimen.amendments),
      Place(.gzipCorrupt, Specimen.amendments)
    ) {
      try $0.flip(Specimen.amendments, at: BlockHeader.fixedLength + BloomFilter.blockSize + 40)
    },
    // Records of it are amended.
    Damage(
      "one flipped bit in the first of two blocks", Place(.checksumMismatch, Specimen.big),
      Place(.gzipCorrupt, Specimen.big)
    ) {
      try $0.flip(Specimen.big, at: BlockHeader.maximumLength + 1_000)
    },
    Damage(
      "damage to both blocks", Place(.checksumMismatch, Specimen.big),
      Place(.gzipCorrupt, Specimen.big), Place(.blockHeaderMismatch, Specimen.big, line: 1_025)
    ) { specimen in
      let second = try specimen.secondBlock(of: Specimen.big)
      try specimen.flip(Specimen.big, at: BlockHeader.maximumLength + 1_000)
      try specimen.flip(Specimen.big, at: second + 36)
    },
    Damage(
      "a block that does not begin as one", Place(.checksumMismatch, Specimen.big),
      Place(.gzipCorrupt, Specimen.big)
    ) { specimen in
      try specimen.flip(Specimen.big, at: try specimen.secondBlock(of: Specimen.big))
    },
    Damage(
      "a file that does not begin as one", Place(.checksumMismatch, Specimen.small),
      Place(.gzipCorrupt, Specimen.small)
    ) {
      try $0.flip(Specimen.small, at: 0)
    },
    Damage(
      "a file cut short", Place(.checksumMismatch, Specimen.small),
      Place(.sizeMismatch, Specimen.small), Place(.gzipCorrupt, Specimen.small)
    ) {
      let end = try $0.filters(of: Specimen.small) - 9
      try $0.write(Array(try $0.bytes(Specimen.small).prefix(end)), to: Specimen.small)
    },
    Damage(
      "a file cut in its filter", Place(.checksumMismatch, Specimen.small),
      Place(.sizeMismatch, Specimen.small), Place(.gzipCorrupt, Specimen.small)
    ) {
      try $0.write(try $0.bytes(Specimen.small).dropLast(9), to: Specimen.small)
    },
    Damage(
      "a file cut before its filter", Place(.checksumMismatch, Specimen.small),
      Place(.sizeMismatch, Specimen.small)
    ) {
      let end = try $0.filters(of: Specimen.small)
      try $0.write(Array(try $0.bytes(Specimen.small).prefix(end)), to: Specimen.small)
    },
    Damage(
      "a file cut between blocks", Place(.checksumMismatch, Specimen.big),
      Place(.sizeMismatch, Specimen.big), Place(.countMismatch, Specimen.big)
    ) { specimen in
      let second = try specimen.secondBlock(of: Specimen.big)
      try specimen.write(Array(try specimen.bytes(Specimen.big).prefix(second)), to: Specimen.big)
    },
    Damage(
      "a file that was emptied", Place(.checksumMismatch, Specimen.small),
      Place(.sizeMismatch, Specimen.small), Place(.countMismatch, Specimen.small)
    ) {
      try $0.write([], to: Specimen.small)
    },
    Damage("another checksum in the trailer", Place(.gzipCorrupt, Specimen.small)) { specimen in
      var bytes = try specimen.bytes(Specimen.small)
      bytes[try specimen.filters(of: Specimen.small) - 8] ^= 1
      try specimen.replace(Specimen.small, by: bytes)
    },
    Damage("another checksum behind a filter", Place(.gzipCorrupt, Specimen.small)) { specimen in
      var bytes = try specimen.bytes(Specimen.small)
      bytes[bytes.count - 8] ^= 1
      try specimen.replace(Specimen.small, by: bytes)
    },
  ]
}
