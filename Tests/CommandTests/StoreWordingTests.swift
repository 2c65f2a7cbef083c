import Activities
import ArchiveFormat
import Foundation
import Testing

@testable import ArchiveStore
@testable import topo_archive

/// Every line about an archive and its disk: where, what is wrong, what to do.
@Suite("What is said of an archive") struct StoreWordingTests {
  private static let path = "activities/created_date=2025-03-14/part-00000.ndjson.gz"
  private static let key = RecordKey(
    instant: UTCDay(number: 20_161).start, id: Identifier(high: 1, low: 2))

  private static let faults: [(ArchiveFault, String)] = [
    (
      .notAnArchive,
      "this folder is no archive: check --archive (fetch makes a new one in an empty folder)"
    ),
    (
      .folderNotEmpty,
      "this folder is no archive and not empty: give --archive an empty or new folder"
    ),
    (
      .checkpointMissing,
      "there is no checkpoint: it was removed, or not restored; restore the whole archive from one"
        + " copy"
    ),
    (
      .checkpointMalformed(.notUTF8), "the checkpoint cannot be read: restore it from a copy"
    ),
    (
      .checkpointOfAnotherArchive,
      "the checkpoint belongs to another archive than the index: restore both from one copy"
    ),
    (
      .indexShort(lines: 1, expected: 2_000),
      "the index has 1 line and its checkpoint says 2,000: this looks like a rollback or a partial"
        + " restore; restore the whole archive from one copy"
    ),
    (
      .rootDiffers,
      "the index is not what its checkpoint was made for: lines were changed; run verify, and"
        + " restore the whole archive from one copy"
    ),
    (
      .indexLong,
      "the index goes on behind its checkpoint and no interrupted commit explains it: this looks"
        + " like an older checkpoint beside a newer index; restore the checkpoint that was made with"
        + " it, or the whole archive from one copy; this run changed nothing"
    ),
    (
      .indexCut,
      "the index was cut while this run was writing to it: something else changes this folder; find"
        + " out what, then restore the whole archive from one copy"
    ),
    (
      .segmentMissing(path: path),
      "\(path) is in the index, but not there: run verify to see all that is missing, and repair"
        + " --from COPY to heal it"
    ),
    (
      .segmentSizeDiffers(path: path, found: 1, expected: 1_234),
      "\(path) has 1 byte and the index says 1,234: run verify to see all that is damaged, and"
        + " repair --from COPY to heal it; this run changed nothing"
    ),
    (
      .orphan(path: path),
      "\(path) is in no index entry: this looks like an older index beside newer segments; restore"
        + " the whole archive from one copy, or move the file away; this run changed nothing"
    ),
    (
      .commitTooLong,
      "more than a million activities of one day have vanished from the API, too many for one entry of"
        + " the index: read the day in smaller pieces, with --since and --until"
    ),
    (
      .partsExhausted,
      "a partition has as many parts as the format allows: begin another archive"
    ),
    (
      .isSnapshot,
      "this is a snapshot, a copy of some days that is to stay as it is: give --archive the archive"
        + " that it was taken of"
    ),
    (
      .snapshotMalformed(.malformed(member: "from")),
      "snapshot.json does not say which days this snapshot holds: it was changed; restore it from"
        + " another copy"
    ),
    (
      .snapshotMalformed(.unsupportedFormat(2)),
      "the snapshot was made by a newer topo-archive: use that version"
    ),
    (
      .snapshotOfAnotherCheckpoint,
      "snapshot.json belongs to another checkpoint than the one beside it: run verify, and restore"
        + " the whole snapshot from another copy"
    ),
    (
      .index(line: 1_234, .entry(.unsupportedFormat(2))),
      "the archive was made by a newer topo-archive (index line 1234): use that version"
    ),
    (
      .index(line: 3, .entry(.notAnObject)),
      "index line 3 is damaged: run verify, and restore the index from a copy"
    ),
    (
      .index(line: 3, .lineTooLong),
      "index line 3 is too long to be one: run verify, and restore the index from a copy"
    ),
    (
      .index(line: 3, .contradiction(.anotherArchiveEntry)),
      "index line 3 contradicts the lines before it: run verify, and restore the index from a copy"
    ),
  ]

  @Test(arguments: faults)
  func ofAFault(fault: ArchiveFault, words: String) {
    #expect(StoreWording(archive: "/a").line(for: .archive(fault)) == "/a: \(words)")
  }

  private static let errors: [(StoreError, String)] = [
    (.outOfMemory, "there is not enough memory: free some, then run it again"),
    (
      .pathUnsafe("/a/quarantine"),
      "/a/quarantine is a symbolic link, or no file at all, and is not followed: put the file itself"
        + " in its place, or run repair"
    ),
    (
      .lockedByAnotherWriter(path: "/a/index.ndjson"),
      "/a: another run is writing to this archive: wait for it to end"
    ),
    (
      .writerFailed,
      "/a: an earlier commit of this run failed: run fetch again, which finishes or undoes it"
    ),
    (
      .segment(path: path, offset: 1_234, .checksumDiffers),
      "/a: \(path) is damaged at byte 1234 (the CRC-32 differs): run verify to see all of it, and"
        + " repair --from COPY to heal it"
    ),
    (
      .record(.tooLong(key)),
      "a record cannot be archived (00000000-0000-0001-0000-000000000002 of 2025-03-14 is too long,"
        + " or its block is): nothing of this window was kept; the days around it can be fetched"
        + " with --since and --until"
    ),
    (
      .record(.wrongStream),
      "a record cannot be archived (it belongs elsewhere): nothing of this window was kept; this is"
        + " an error of topo-archive, please report it"
    ),
  ]

  @Test(arguments: errors)
  func ofAnError(error: StoreError, line: String) {
    #expect(StoreWording(archive: "/a").line(for: error) == line)
  }

  @Test(arguments: [
    (SystemCall.write, ENOSPC, "make room, then run it again: what was committed is whole"),
    (.open, EACCES, "run it as the archive's owner, or give this user the permission"),
    (.makeFolder, EROFS, "mount it for writing, or give another --archive"),
    (.makeFolder, ENOENT, "make the folder above it first, or check --archive"),
    (.open, ENOENT, "check --archive"), (.open, ENAMETOOLONG, "check --archive"),
    (.open, EMFILE, "raise the limit of open files (ulimit -n)"),
    (.read, EIO, "the disk may be failing: check it before anything else"),
    (.lock, ENOLCK, "this file system cannot hold an archive: give another --archive"),
    (.write, EFBIG, "nothing that was committed is lost"),
  ])
  func ofAFailedCall(call: SystemCall, code: Int32, advice: String) {
    let failure = SystemFailure(call: call, code: code, path: "/a/x")
    let reason = StoreWording.reason(for: failure)
    #expect(reason.hasPrefix("cannot ") && reason.hasSuffix(": \(String(cString: strerror(code)))"))
    #expect(
      StoreWording(archive: "/a").line(for: .system(failure)) == "/a/x: \(reason); \(advice)")
  }
}
