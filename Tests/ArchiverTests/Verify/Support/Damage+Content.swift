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
