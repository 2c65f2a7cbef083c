import ArchiveFormat
import Foundation
import Testing

@testable import Archiver

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Damage {
  /// Damage to files as a whole.
  static let files: [Damage] = [
    Damage("a lost file", Place(.segmentMissing, Specimen.small)) { try $0.remove(Specimen.small) },
    // Without it, the newest form of record 10 seems to be the first one again.
    Damage("a lost file of amendments", Place(.segmentMissing, Specimen.amendments)) { specimen in
      try specimen.forge(Specimen.newest) { $0 = [try SpecimenRecords.record(10)] }
      try specimen.remove(Specimen.amendments)
    },
    Damage(
      "a file that nobody knows",
      Place(.segmentOrphan, "activities/created_date=2025-03-15/part-00001.ndjson.gz")
    ) {
      try $0.write(
        try $0.bytes(Specimen.small),
        to: "activities/created_date=2025-03-15/part-00001.ndjson.gz")
    },
    Damage(
      "a file that is no segment", Place(.segmentOrphan, "activities/created_date=2025-03-15/.note")
    ) {
      try $0.write([0x21], to: "activities/created_date=2025-03-15/.note")
    },
    Damage("a stranger among amendments", Place(.segmentOrphan, "amendments/.DS_Store")) {
      try $0.write([0x21], to: "amendments/.DS_Store")
    },
    Damage("a stranger in quarantine", Place(.segmentOrphan, "quarantine/part-00000.ndjson.gz~")) {
      try $0.write([0x21], to: "quarantine/part-00000.ndjson.gz~")
    },
    Damage("a link in place of a file", Place(.pathUnsafe, Specimen.small)) {
      try $0.replaceByLink(Specimen.small)
    },
    Damage("a folder in place of a file", Place(.pathUnsafe, Specimen.small)) {
      try $0.remove(Specimen.small)
      try FileManager.default.createDirectory(
        atPath: $0.path(Specimen.small), withIntermediateDirectories: false)
    },
    Damage(
      "a file in place of a partition", Place(.pathUnsafe, Specimen.small),
      Place(.segmentOrphan, Specimen.partition)
    ) {
      try $0.remove(Specimen.partition)
      try $0.write([0x21], to: Specimen.partition)
    },
    // Nothing in their places is followed, and what was in them is not called missing.
    Damage("a link in place of a partition", Place(.pathUnsafe, Specimen.partition)) {
      try $0.replaceByLink(Specimen.partition)
    },
    Damage("a link in place of a stream's folder", Place(.pathUnsafe, "activities")) {
      try $0.replaceByLink("activities")
    },
    Damage("a link in place of a commit", Place(.pathUnsafe, Layout.stagedCommit)) { specimen in
      try FileManager.default.createDirectory(
        atPath: specimen.path(Layout.staging), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: specimen.path(Layout.stagedCommit), withDestinationPath: "/etc/passwd")
    },
    Damage(
      "a folder with a name that is no text",
      Place(.segmentOrphan, "activities/created_date=2025-03-\u{FFFD}")
    ) { specimen in
      let name: [CChar] = Array("created_date=2025-03-".utf8CString.dropLast()) + [-1, 0]
      let path = Array(specimen.path("activities").utf8CString.dropLast()) + [0x2F] + name
      try #require(mkdir(path, 0o700) == 0)
    },
    Damage("a link of no name", Place(.pathUnsafe, "amendments/current")) { specimen in
      try FileManager.default.createSymbolicLink(
        atPath: specimen.path("amendments/current"),
        withDestinationPath: "created_date=2025-03-14")
    },
    Damage("a file that cannot be read", Place(.segmentUnreadable, Specimen.small)) { specimen in
      try specimen.remove(Specimen.small)
      // A socket cannot be opened, not even by root.
      try #require(mknod(specimen.path(Specimen.small), S_IFSOCK | 0o600, 0) == 0)
    },
    Damage("an entry with another size", Place(.sizeMismatch, Specimen.small)) { specimen in
      try specimen.edit(Specimen.small) { $0.size += 1 }
    },
    Damage("an entry with another content size", Place(.sizeMismatch, Specimen.small)) {
      try $0.edit(Specimen.small) { $0.contentSize += 1 }
    },
    Damage("an entry with another hash", Place(.checksumMismatch, Specimen.small)) {
      try $0.edit(Specimen.small) { $0.sha256 = MerkleTree.emptyRoot }
    },
  ]
}
