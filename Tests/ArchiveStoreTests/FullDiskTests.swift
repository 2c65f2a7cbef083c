import TestSupport

#if os(Linux)
  import Activities
  import ArchiveFormat
  import Foundation
  import Testing

  @testable import ArchiveStore

  @Suite(
    .enabled(
      if: SmallDisk.isAvailable, "mounting a file system needs root, and the right to mount"),
    .serialized)
  struct FullDiskTests {
    @Test func aCommitOnAFullDiskIsRecoveredByTheNextRun() async throws {
      let temporary = try TemporaryFolder()
      let small = try SmallDisk(in: temporary, size: "600k")
      var generator = SeededGenerator(seed: 100)
      let path = small.path + "/a"
      let first = samples(200, using: &generator)
      do {
        let writer = try ArchiveWriter(at: path, creating: archiveEntry())
        try await writer.commit(try stage(first, writer.staging))
        // Leaves room for the segment, but for no page more.
        let segments = try stage(samples(300, using: &generator), writer.staging)
        try small.fill()
        let error = await #expect(throws: StoreError.self) {
          try await writer.commit(segments, walks: [try walk()])
        }
        #expect(error?.isSystem(ENOSPC) == true)
        await #expect(throws: StoreError.writerFailed) {
          try await writer.commit([], walks: [try walk()])
        }
      }
      #expect(try records(of: Archive(at: path)) == first.map(\.record))
      try small.empty()
      let writer = try ArchiveWriter(at: path)
      #expect(try await writer.archive.folder.committed().contents.count == 2)
      let more = samples(300, using: &generator)
      let archive = try await writer.commit(try stage(more, writer.staging))
      #expect(try records(of: archive) == (first + more).sorted().map(\.record))
    }

    @Test func aSorterAndASegmentSayThatTheDiskIsFull() throws {
      let temporary = try TemporaryFolder()
      let small = try SmallDisk(in: temporary, size: "64k")
      var generator = SeededGenerator(seed: 101)
      let samples = samples(2_000, using: &generator)
      let staging = try Staging(folderAt: small.path)
      var sorter = RecordSorter(in: staging, budget: 1_000)
      var segments = try SegmentWriter(.activities(sampleDay), in: staging)
      let sorting = #expect(throws: StoreError.self) {
        for sample in samples { try sorter.append(sample.key, sample.record) }
      }
      let writing = #expect(throws: StoreError.self) {
        for sample in samples { try segments.append(sample) }
      }
      #expect(sorting?.isSystem(ENOSPC) == true)
      #expect(writing?.isSystem(ENOSPC) == true)
    }

    /// Half of a run is on the disk then, behind those that are whole.
    @Test func aSorterGoesOnOnceThereIsRoomAgain() throws {
      let temporary = try TemporaryFolder()
      let small = try SmallDisk(in: temporary, size: "64k")
      try write([UInt8](repeating: 1, count: 32 << 10), to: small.path + "/filling")
      var generator = SeededGenerator(seed: 102)
      let samples = samples(120, using: &generator)
      var sorter = RecordSorter(in: try Staging(folderAt: small.path), budget: 10_000)
      var failures = 0
      for sample in samples {
        do {
          try sorter.append(sample.key, sample.record)
        } catch {
          #expect(error.isSystem(ENOSPC))
          failures += 1
          try small.empty()
        }
      }
      #expect(failures == 1)
      var sorted = try sorter.sorted()
      var found: [[UInt8]] = []
      while try sorted.next() != nil {
        found.append(sorted.withRecord { $0.bytes(in: 0..<$0.byteCount) })
      }
      #expect(found == samples.sorted().map(\.record))
    }

    @Test func aReadOnlyFolderIsReadAndNotWritten() async throws {
      let temporary = try TemporaryFolder()
      let small = try SmallDisk(in: temporary, size: "1m")
      let path = small.path + "/a"
      _ = try ArchiveWriter(at: path, creating: archiveEntry())
      small.makeReadOnly()
      #expect(try Archive(at: path).entry == archiveEntry())
      let error = #expect(throws: StoreError.self) { _ = try ArchiveWriter(at: path) }
      #expect(error?.isSystem(EROFS) == true)
    }
  }

  /// A file system of its own in a folder, unmounted when its last reference goes.
  private final class SmallDisk {
    let path: String
    private let size: String

    init(in folder: TemporaryFolder, size: String) throws {
      path = folder("disk")
      self.size = size
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      guard mount("tmpfs", path, "tmpfs", 0, "size=\(size)") == 0 else {
        throw StoreError.last(.open, path)
      }
    }

    /// Whether this process may mount a file system.
    static let isAvailable: Bool = {
      guard let folder = try? TemporaryFolder() else { return false }
      return (try? SmallDisk(in: folder, size: "64k")) != nil
    }()

    deinit {
      umount2(path, Int32(MNT_DETACH))
    }

    /// Takes all the room that is left.
    func fill() throws {
      let file = try Folder(path: path).create("filling")
      let piece = [UInt8](repeating: 1, count: 4_096)
      do throws(StoreError) {
        while true { try file.write(piece.span.bytes) }
      } catch {
        #expect(error.isSystem(ENOSPC))
      }
    }

    func empty() throws { try FileManager.default.removeItem(atPath: path + "/filling") }

    func makeReadOnly() {
      let flags = UInt(MS_REMOUNT | MS_RDONLY)
      #expect(mount("tmpfs", path, "tmpfs", flags, "size=\(size)") == 0)
    }
  }
#endif
