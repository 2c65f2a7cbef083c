import ArchiveFormat
import Crypto

/// A file read from start to end through a buffer, hashed on the way, each byte once.
struct SequentialBytes: ~Copyable {
  private static let pieceSize = 256 << 10

  private let file: File
  private var hasher = SHA256()
  private(set) var buffer: [UInt8] = []
  /// The bytes of the buffer that were taken.
  private(set) var position = 0
  /// Where in the file the buffer ends.
  private(set) var fileOffset: Int64 = 0
  /// How many bytes of the file were hashed.
  private var hashedLength: Int64 = 0

  init(_ file: consuming File) {
    self.file = file
  }

  /// How many bytes can be taken without reading.
  var available: Int { buffer.count - position }
  /// Where in the file the next byte to take is.
  var offset: Int64 { fileOffset - Int64(available) }

  mutating func take(_ count: Int) { position += count }

  /// Reads one more piece; false at the end of the file.
  mutating func fill() throws(StoreError) -> Bool {
    buffer.removeFirst(position)
    position = 0
    let held = buffer.count
    let read = try file.append(Self.pieceSize, at: fileOffset, to: &buffer)
    guard read > 0 else { return false }
    let hashed = min(Int(hashedLength - fileOffset), read)
    buffer.withUnsafeBytes {
      hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[(held + hashed)...]))
    }
    fileOffset += Int64(read)
    hashedLength = max(hashedLength, fileOffset)
    return true
  }

  /// Moves to a place in the file, also one before what was taken; false, and no move, if the file
  /// ends before it.
  mutating func move(to target: Int64) throws(StoreError) -> Bool {
    guard try target <= file.size() else { return false }
    if target < fileOffset - Int64(buffer.count) {
      buffer.removeAll(keepingCapacity: true)
      position = 0
      fileOffset = target
    }
    while fileOffset < target {
      position = buffer.count
      guard try fill() else { return false }
    }
    position = buffer.count - Int(fileOffset - target)
    return true
  }

  /// Reads until `count` bytes can be taken; false if the file ends before.
  mutating func fill(to count: Int) throws(StoreError) -> Bool {
    while available < count {
      guard try fill() else { return false }
    }
    return true
  }

  /// Reads what is left, and gives the size and the hash of the whole file.
  mutating func finish() throws(StoreError) -> (size: Int, sha256: Hash256) {
    repeat { take(available) } while try fill()
    return (Int(fileOffset), Hash256(hasher.finalize()))
  }
}
