import ArchiveFormat
import Crypto

/// A file read from start to end through a buffer, hashed on the way.
struct SequentialBytes: ~Copyable {
  private static let pieceSize = 256 << 10

  private let file: File
  private var hasher = SHA256()
  private(set) var buffer: [UInt8] = []
  /// The bytes of the buffer that were taken.
  private(set) var position = 0
  /// How many bytes of the file were read.
  private(set) var fileOffset: Int64 = 0
  private var piece: [UInt8] = []

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
    try file.read(Self.pieceSize, at: fileOffset, into: &piece)
    guard !piece.isEmpty else { return false }
    piece.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    buffer.removeFirst(position)
    position = 0
    buffer.append(contentsOf: piece)
    fileOffset += Int64(piece.count)
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
