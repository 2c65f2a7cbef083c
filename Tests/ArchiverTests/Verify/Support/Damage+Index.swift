import Activities
import ArchiveFormat
import ArchiveStore
import Foundation
import Testing

@testable import Archiver

extension Damage {
  /// Damage to the index and its checkpoint.
  static let index: [Damage] = [
    Damage(
      "a line that is no entry", complete: false, Place(.indexMalformed, Layout.index, line: 14)
    ) {
      try $0.append(line: "nothing")
    },
    Damage(
      "an entry without a member", complete: false, Place(.indexMalformed, Layout.index, line: 13)
    ) {
      try $0.edit(line: 13, #""reported":103,"#, "")
    },
    Damage(
      "a second archive entry", complete: false, Place(.indexMalformed, Layout.index, line: 14)
    ) { specimen in
      try specimen.reseal { $0.append($0[0]) }
    },
    Damage("a file named twice", complete: false, Place(.indexMalformed, Layout.index, line: 14)) {
      specimen in
      try specimen.reseal { $0.append($0[3]) }
    },
    Damage(
      "segments of two workspaces", complete: false, Place(.indexMalformed, Layout.index, line: 4),
      Place(.schemaViolation, Specimen.last, line: 1, pointer: "/payload/organization_id")
    ) { specimen in
      try specimen.edit(Specimen.last) { $0.organizationID = Identifier(high: 1, low: 2) }
    },
    Damage(
      "a kind of a newer version", complete: false, Place(.indexUnsupported, Layout.index, line: 14)
    ) {
      try $0.append(line: #"{"kind":"seal","at":"2025-04-01T00:00:00Z"}"#)
    },
    Damage("no checkpoint", complete: false, Place(.checkpointMissing, Layout.checkpoint)) {
      try $0.remove(Layout.checkpoint)
    },
    Damage("a changed index line", complete: false, Place(.checkpointMismatch, Layout.checkpoint)) {
      try $0.edit(line: 13, "2025-03-18T00:00:05Z", "2025-03-18T00:00:06Z", resealing: false)
    },
    Damage(
      "a checkpoint that is none", complete: false,
      Place(.checkpointMismatch, Layout.checkpoint, line: 2)
    ) {
      try $0.write(
        Array("topo-archive/01954b2e-9999-7000-8000-999999999999\nx\n".utf8),
        to: Layout.checkpoint)
    },
    // The files of the lines that are lost are no orphans, and no day of theirs is a gap.
    Damage("no index", complete: false, Place(.checkpointMismatch, Layout.index)) {
      try $0.remove(Layout.index)
    },
    Damage(
      "no index, and a file that none can name", complete: false,
      Place(.checkpointMismatch, Layout.index), Place(.segmentOrphan, "quarantine/notes")
    ) {
      try $0.remove(Layout.index)
      try $0.write([0x21], to: "quarantine/notes")
    },
    Damage("a link in place of the index", complete: false, Place(.pathUnsafe, Layout.index)) {
      try $0.replaceByLink(Layout.index)
    },
    Damage("an index that was emptied", complete: false, Place(.checkpointMismatch, Layout.index)) {
      try $0.write([], to: Layout.index)
    },
    Damage("an index cut after a line", complete: false, Place(.checkpointMismatch, Layout.index)) {
      try $0.cutIndex(after: 3)
    },
    Damage("an index cut in a line", complete: false, Place(.checkpointMismatch, Layout.index)) {
      try $0.cutIndex(after: 6, leaving: 100)
    },
    // What the line has named is there, and amended.
    Damage(
      "an entry of activities that is lost", complete: false,
      Place(.indexMalformed, Layout.index, line: 2)
    ) {
      try $0.edit(line: 2, #""count":"#, #""tally":"#)
    },
    Damage(
      "an entry of a walk that is lost", complete: false,
      Place(.indexMalformed, Layout.index, line: 7)
    ) {
      try $0.edit(line: 7, #""reported":"#, #""told":"#)
    },
    Damage(
      "lines behind the checkpoint", complete: false, Place(.checkpointMismatch, Layout.index)
    ) { specimen in
      let index = try specimen.bytes(Layout.index)
      try specimen.write(index + (try specimen.indexLines()[12]) + [0x0A], to: Layout.index)
    },
    Damage(
      "half a line behind the checkpoint", complete: false,
      Place(.checkpointMismatch, Layout.index)
    ) {
      try $0.write(try $0.bytes(Layout.index) + Array("{".utf8), to: Layout.index)
    },
    Damage(
      "a line without end behind the checkpoint", complete: false,
      Place(.checkpointMismatch, Layout.index, line: 14)
    ) {
      let file = try FileHandle(forWritingTo: $0.url.appending(path: Layout.index))
      let length = try file.seekToEnd()
      try file.truncate(atOffset: length + UInt64(IndexLines.maximumLength) + 1)
    },
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
      let redaction = try #require(Redaction(at: Instant(nanoseconds: 0), reason: "request"))
      let entry = try #require(RedactionEntry(revision: revision, redacted: 1, redaction))
      try specimen.reseal { $0.append(IndexEntry.redaction(entry).line) }
    },
    Damage("a path out of the archive", Place(.pathUnsafe, Layout.index, line: 14)) { specimen in
      let line = String(decoding: try specimen.indexLines()[3], as: UTF8.self)
      try specimen.append(line: line.replacing("activities/", with: "activities/../"))
    },
  ]
}
