import Activities
import ArchiveFormat
import Testing

@testable import Archiver

extension Damage {
  /// Damage to the members of a file that can be read all the same; its hash in the index fits.
  static let content: [Damage] = [
    Damage("text behind the last member", Place(.trailingBytes, Specimen.small)) { specimen in
      try specimen.replace(Specimen.small, by: try specimen.bytes(Specimen.small) + [0x0A])
    },
    Damage("padding behind the last member", Place(.trailingBytes, Specimen.big)) { specimen in
      let zeros = [UInt8](repeating: 0, count: 512)
      try specimen.replace(Specimen.big, by: try specimen.bytes(Specimen.big) + zeros)
    },
    header("times", at: 36),
    header("root", at: 60),
    header("filter", at: BlockHeader.fixedLength),
    header("version", at: 16),
    Damage(
      "an empty member", Place(.blockHeaderMismatch, Specimen.small, line: 4)
    ) { specimen in
      // Bare gzip of nothing: what `gzip -c /dev/null` writes.
      let empty: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]
      try specimen.replace(Specimen.small, by: try specimen.bytes(Specimen.small) + empty)
    },
    Damage(
      "records in one block too many", Place(.blockHeaderMismatch, Specimen.small, line: 3)
    ) { specimen in
      let records = try specimen.records(Specimen.small)
      let forged = try ForgedSegment(records, blockCount: 2)
      try specimen.replace(Specimen.small, by: forged.bytes)
    },
    Damage("an entry with another root", Place(.rootMismatch, Specimen.small)) {
      try $0.edit(Specimen.small) { $0.contentRoot = MerkleTree.emptyRoot }
    },
    Damage("an entry with another root of quarantine", Place(.rootMismatch, Specimen.quarantine)) {
      try $0.edit(Specimen.quarantine) { $0.contentRoot = MerkleTree.emptyRoot }
    },
    Damage("an entry with another count", Place(.countMismatch, Specimen.small)) {
      try $0.edit(Specimen.small) { $0.count += 1 }
    },
    Damage("an entry with other types", Place(.countMismatch, Specimen.small)) {
      try $0.edit(Specimen.small) { $0.types = ["message.sent": 2, "message.opened": 1] }
    },
    Damage("a walk with contradicting numbers", Place(.countMismatch, Layout.index, line: 7)) {
      try $0.edit(line: 7, #""received":3"#, #""received":4"#)
    },
    Damage("an entry with a wider range of ids", Place(.idRangeMismatch, Specimen.small)) {
      try $0.edit(Specimen.small) { entry in
        entry.ids = entry.ids.map { Identifier(high: 0, low: 0)...$0.upperBound }
      }
    },
    Damage("an entry with a wider range of times", Place(.timeRangeMismatch, Specimen.small)) {
      try $0.edit(Specimen.small) { entry in
        entry.times = entry.times.map { $0.lowerBound...($0.upperBound + .nanoseconds(1)) }
      }
    },
  ]

  /// Filters that do not say what the records are; their file's hash in the index fits.
  static let filters: [Damage] = [
    filter("another seed") { $0[$1 + 18] ^= 1 },
    filter("another number of blocks") { $0[$1 + 19] ^= 1 },
    filter("another end of its blocks") { $0[$1 + 20] ^= 1 },
    filter("other fingerprints") { bytes, start in
      for index in start + 30..<bytes.count - 14 { bytes[index] ^= UInt8(index & 1) }
    },
    filter("another size of all") { bytes, _ in bytes[bytes.count - 14] ^= 1 },
    filter("two of it") { $0 += $0[$1...] },
    filter("of a newer version", line: 1_031) { $0[$1 + 16] = 2 },
    filter("with another name", line: 1_031) { $0[$1 + 13] ^= 1 },
    Damage("a filter between blocks", Place(.blockHeaderMismatch, Specimen.big)) { specimen in
      var bytes = try specimen.bytes(Specimen.big)
      let start = try specimen.filters(of: Specimen.big)
      let filter = Array(bytes[start...])
      bytes.removeSubrange(start...)
      bytes.insert(contentsOf: filter, at: try specimen.secondBlock(of: Specimen.big))
      try specimen.replace(Specimen.big, by: bytes)
    },
    Damage("a filter in quarantine", Place(.blockHeaderMismatch, Specimen.quarantine)) { specimen in
      let small = try specimen.bytes(Specimen.small)
      let filter = small[try specimen.filters(of: Specimen.small)...]
      try specimen.replace(
        Specimen.quarantine, by: try specimen.bytes(Specimen.quarantine) + filter)
    },
  ]

  /// Damage to the bytes of a segment whose only filter begins at an offset.
  private static func filter(
    _ name: String, line: Int? = nil, _ damage: @escaping @Sendable (inout [UInt8], Int) -> Void
  ) -> Damage {
    Damage(
      "a filter: \(name)", Place(.blockHeaderMismatch, Specimen.big, line: line)
    ) { specimen in
      var bytes = try specimen.bytes(Specimen.big)
      damage(&bytes, try specimen.filters(of: Specimen.big))
      try specimen.replace(Specimen.big, by: bytes)
    }
  }

  /// A flipped bit in the header of the second block, which begins with record 1,025.
  private static func header(_ field: String, at offset: Int) -> Damage {
    Damage(
      "another \(field) in a header", Place(.blockHeaderMismatch, Specimen.big, line: 1_025)
    ) { specimen in
      var bytes = try specimen.bytes(Specimen.big)
      bytes[try specimen.secondBlock(of: Specimen.big) + offset] ^= 1
      try specimen.replace(Specimen.big, by: bytes)
    }
  }
}
