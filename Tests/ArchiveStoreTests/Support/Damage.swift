import ArchiveFormat
import TestSupport

@testable import ArchiveStore

/// The bytes of a segment of `count` sample records.
struct SampleSegment {
  let samples: [Sample]
  let staged: StagedSegment
  let bytes: [UInt8]

  init(_ count: Int, seed: UInt64) throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: seed)
    samples = ArchiveStoreTests.samples(count, using: &generator)
    staged = try stage(samples, try Staging(folderAt: folder.path))[0]
    bytes = try ArchiveStoreTests.bytes(at: folder(staged.path))
  }
}

/// A segment file in a folder, outside any archive.
struct LooseSegment {
  let folder: TemporaryFolder
  let samples: [Sample]
  let staged: StagedSegment
  private let location = SegmentLocation(.activities(sampleDay), part: 0)

  init(_ sample: SampleSegment) throws {
    folder = try TemporaryFolder()
    samples = sample.samples
    staged = sample.staged
    try Folder(path: folder.path).makeFolders(onTheWayTo: location.path)
    try write(sample.bytes, to: path)
  }

  var path: String { folder(location.path) }
  var archivePath: String { location.path }

  func bytes() throws -> [UInt8] { try ArchiveStoreTests.bytes(at: path) }

  /// Replaces the file's bytes by what `change` makes of them.
  func damage(_ change: (inout [UInt8]) -> Void) throws {
    var bytes = try bytes()
    change(&bytes)
    try write(bytes, to: path)
  }

  /// Where each block starts, and where the last one ends and the filters begin.
  func offsets() throws -> [Int] {
    var reader = try reader()
    var offsets = [0]
    while let block = try reader.nextBlock() {
      offsets.append(Int(block.offset) + block.header.memberSize)
    }
    return offsets
  }

  func reader(contentSize: Int = .max) throws(StoreError) -> SegmentReader {
    try ArchiveFolder(Folder(path: folder.path)).reader(of: location, contentSize: contentSize)
  }

  func scanner(contentSize: Int = .max) throws(StoreError) -> SegmentScanner {
    try SegmentScanner(
      try Folder(path: folder.path).open(location.path), contentSize: contentSize)
  }

  /// Reads every block; the error of the first that cannot be.
  func readAll() -> StoreError? {
    do throws(StoreError) {
      var reader = try reader()
      var content: [UInt8] = []
      while let block = try reader.nextBlock() { try reader.read(block, into: &content) }
      return nil
    } catch {
      return error
    }
  }

  /// What a scan finds in each member.
  func scan() throws -> [SegmentFault?] {
    var scanner = try scanner()
    var content: [UInt8] = []
    var faults: [SegmentFault?] = []
    while let block = try scanner.next(into: &content) { faults.append(block.fault) }
    _ = try scanner.finish()
    return faults
  }
}
