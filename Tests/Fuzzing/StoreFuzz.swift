import Activities
import Foundation

@testable import ArchiveFormat
@testable import ArchiveStore

/// A file without a name that holds what the fuzzer has made.
enum FuzzFile {
  private static let descriptor: Int32 = {
    var template = Array("\(NSTemporaryDirectory())/topo-archive-fuzz-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    unlink(template)
    return descriptor
  }()

  /// The bytes as a file of the store's.
  static func of(_ bytes: [UInt8]) -> File {
    hold(ftruncate(descriptor, off_t(bytes.count)) == 0, "the file can be cut")
    hold(pwrite(descriptor, bytes, bytes.count, 0) == bytes.count, "the file can be written")
    return File(descriptor: dup(descriptor), path: "fuzz")
  }
}

/// The gzip reader, for verifying and for searching.
enum SegmentFuzz {
  private static let contentLimit = 1 << 20

  static func read(_ bytes: [UInt8]) {
    var good: [[UInt8]] = []
    var isGood = true
    do {
      var scanner = try SegmentScanner(FuzzFile.of(bytes), contentSize: .max)
      var content: [UInt8] = []
      while let block = try scanner.next(into: &content) {
        isGood = isGood && block.fault == nil
        if block.fault == nil { good.append(content) }
        hold(good.count <= bytes.count, "a member has bytes of its own")
        if let header = try? block.header.get() {
          isGood =
            isGood && header.memberSize == block.size
            && header.summary.contentSize == content.count
        } else {
          isGood = false
        }
      }
      let (size, sha256) = try scanner.finish()
      hold(size == bytes.count, "all of the file is read")
      hold(sha256 == Hash256(sha256Of: bytes.span.bytes), "each byte is hashed once")
    } catch {
      fatalError("scanning throws \(error)")
    }
    let read = readByHeaders(bytes)
    search(bytes)
    if isGood { hold(read, equals: good) }
    if let read { hold(good.starts(with: read), "both readers see the same blocks") }
  }

  /// Wherever filters lead, a search goes forward only.
  private static func search(_ bytes: [UInt8]) {
    do {
      var reader = try SegmentReader(FuzzFile.of(bytes), path: "fuzz")
      let id = Identifier(high: 1, low: 2)
      var last: Int64 = -1
      while let block = try reader.nextBlock(where: { $0.mayContain(id) }) {
        hold(block.offset > last, "a block comes after the one before")
        last = block.offset
      }
    } catch {
      return
    }
  }

  /// Nil if a block cannot be read.
  private static func readByHeaders(_ bytes: [UInt8]) -> [[UInt8]]? {
    do {
      var reader = try SegmentReader(FuzzFile.of(bytes), path: "fuzz")
      var blocks: [[UInt8]] = []
      var content: [UInt8] = []
      while let block = try reader.nextBlock() {
        try reader.read(block, into: &content)
        blocks.append(content)
      }
      return blocks
    } catch {
      return nil
    }
  }
}

/// The reader of the index, and of `staging/commit`.
enum IndexFuzz {
  static func read(_ bytes: [UInt8]) {
    var contents = Contents()
    var entries: [IndexEntry] = []
    do {
      var lines = IndexLines(FuzzFile.of(bytes))
      while try lines.next() {
        guard let entry = lines.withLine({ try? IndexEntry(line: $0) }) else { continue }
        hold(try? IndexEntry(line: entry.line.span.bytes), equals: entry)
        _ = contents.apply(entry)
        entries.append(entry)
      }
      hold(lines.endOffset <= bytes.count, "lines lie within the file")
    } catch {
      fatalError("reading lines throws \(error)")
    }
    let commit = StagedCommit(reading: bytes)
    hold(commit.entries.starts(with: entries), "both readers see the same entries")
    if commit.isWhole { hold(commit.entries.count == entries.count, "and as many") }
    for file in commit.files {
      hold(SegmentLocation(path: file.location.path), equals: file.location)
    }
    _ = Coverage(contents.walks)
  }
}
