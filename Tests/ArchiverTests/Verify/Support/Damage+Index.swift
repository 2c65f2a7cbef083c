import Activities
import ArchiveFormat
import ArchiveStore
import Foundation
import Testing

@testable import Archiver

extension Damage {
  /// Damage to the index and its checkpoint.
  static let index: [Damage] = [
    Damage("a line that is no entry", Place(.indexMalformed, Layout.index, line: 14)) {
      try $0.append(line: "nothing")
    },
    Damage("an entry without a member", Place(.indexMalformed, Layout.index, line: 13)) {
      try $0.edit(line: 13, #""reported":103,"#, "")
    },
    Damage("a second archive entry", Place(.indexMalformed, Layout.index, line: 14)) { specimen in
      try specimen.reseal { $0.append($0[0]) }
    },
    Damage("a file named twice", Place(.indexMalformed, Layout.index, line: 14)) { specimen in
      try specimen.reseal { $0.append($0[3]) }
    },
    Damage(
      "segments of two workspaces", Place(.indexMalformed, Layout.index, line: 4),
      Place(.schemaViolation, Specimen.last, line: 1, pointer: "/payload/organization_id")
    ) { specimen in
      try specimen.edit(Specimen.last) { $0.organizationID = Identifier(high: 1, low: 2) }
    },
    Damage("a kind of a newer version", Place(.indexUnsupported, Layout.index, line: 14)) {
      try $0.append(line: #"{"kind":"seal","at":"2025-04-01T00:00:00Z"}"#)
    },
    Damage("no checkpoint", Place(.checkpointMissing, Layout.checkpoint)) {
      try $0.remove(Layout.checkpoint)
    },
    Damage("a changed index line", Place(.checkpointMismatch, Layout.checkpoint)) {
      try $0.edit(line: 13, "2025-03-18T00:00:05Z", "2025-03-18T00:00:06Z", resealing: false)
    },
    Damage("a checkpoint that is none", Place(.checkpointMismatch, Layout.checkpoint, line: 2)) {
      try $0.write(
        Array("topo-archive/01954b2e-9999-7000-8000-999999999999\nx\n".utf8),
        to: Layout.checkpoint)
    },
    Damage("an index shorter than its checkpoint", Place(.checkpointMismatch, Layout.index)) {
      specimen in
      let lines = try specimen.indexLines()
      try specimen.write(
        lines.dropLast().flatMap { $0 + [UInt8(ascii: "\n")] }, to: Layout.index)
    },
    Damage("lines behind the checkpoint", Place(.checkpointMismatch, Layout.index)) { specimen in
      let index = try specimen.bytes(Layout.index)
      try specimen.write(index + (try specimen.indexLines()[12]) + [0x0A], to: Layout.index)
    },
    Damage("half a line behind the checkpoint", Place(.checkpointMismatch, Layout.index)) {
      try $0.write(try $0.bytes(Layout.index) + Array("{".utf8), to: Layout.index)
    },
    rolledBack,
    Damage("a signature that is none", Place(.signatureInvalid, Layout.checkpoint, line: 6)) {
      let signatures = "\n\u{2014} auditor AAAAAEFiYw==\n\u{2014} auditor ?\n"
      try $0.write(try $0.bytes(Layout.checkpoint) + Array(signatures.utf8), to: Layout.checkpoint)
    },
    Damage("a redaction of nothing", Place(.redactionUnfounded, Layout.index, line: 14)) {
      specimen in
      let file = try #require(SegmentLocation(path: Specimen.small))
      let replaced = SegmentLocation(file.folder, part: 7)
      let revision = try #require(
        Revision(
          of: replaced, location: SegmentLocation(file.folder, part: 7, revision: 1), size: 1,
          sha256: MerkleTree.emptyRoot, contentSize: 1))
      let entry = try #require(
        RedactionEntry(
          revision: revision, redacted: 1, reason: "request", at: Instant(nanoseconds: 0)))
      try specimen.reseal { $0.append(IndexEntry.redaction(entry).line) }
    },
    Damage("a path out of the archive", Place(.pathUnsafe, Layout.index, line: 14)) { specimen in
      let line = String(decoding: try specimen.indexLines()[3], as: UTF8.self)
      try specimen.append(line: line.replacing("activities/", with: "activities/../"))
    },
  ]

  /// The archive is put back to its second commit, and an auditor has a checkpoint of the third.
  private static var rolledBack: Damage {
    var damage = Damage("a rollback", Place(.checkpointRollback, Layout.index)) { specimen in
      try specimen.reseal { $0.removeLast(2) }
      try specimen.remove(Specimen.newest)
    }
    let id = Identifier("01954b2e-9999-7000-8000-999999999999") ?? Identifier(high: 0, low: 0)
    damage.options.keptCheckpoint =
      Checkpoint(archiveID: id, size: Specimen.lines, root: MerkleTree.emptyRoot)?.bytes
    return damage
  }
}
