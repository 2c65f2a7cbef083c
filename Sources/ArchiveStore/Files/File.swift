#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// An open file, closed when its owner lets go of it.
///
/// Every position is given by the caller or is the end of the file, so a file has no read position
/// that two users could disturb.
struct File: ~Copyable, Sendable {
  let descriptor: Int32
  /// The path that errors name.
  let path: String

  /// Takes over an open descriptor.
  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit {
    close(descriptor)
  }

  /// The size in bytes.
  func size() throws(StoreError) -> Int64 {
    var status = stat()
    try check(.status, path) { fstat(descriptor, &status) }
    return Int64(status.st_size)
  }

  /// Fills `buffer` from `offset`; fewer bytes only at the end of the file.
  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int
  {
    var count = 0
    while count < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
      let read = try check(.read, path) {
        pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(count))
      }
      if read == 0 { break }
      count += read
    }
    return count
  }

  /// Reads up to `count` bytes from `offset` into `buffer`, whose length becomes what was read.
  func read(_ count: Int, at offset: Int64, into buffer: inout [UInt8]) throws(StoreError) {
    try read(count, at: offset, into: &buffer, behind: 0)
  }

  /// Reads up to `count` bytes from `offset` behind what `buffer` holds; says how many there were.
  func append(
    _ count: Int, at offset: Int64, to buffer: inout [UInt8]
  ) throws(StoreError) -> Int {
    // Room is made by writing zeros, so there should be no more than is needed.
    let rest = max(0, try size() - offset)
    let held = buffer.count
    try read(Int(min(Int64(count), rest)), at: offset, into: &buffer, behind: held)
    return buffer.count - held
  }

  private func read(
    _ count: Int, at offset: Int64, into buffer: inout [UInt8], behind held: Int
  ) throws(StoreError) {
    buffer.resize(to: held + count)
    let result = buffer.withUnsafeMutableBytes { bytes in
      Result { () throws(StoreError) in
        try read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: bytes[held...]))
      }
    }
    buffer.resize(to: held + ((try? result.get()) ?? 0))
    _ = try result.get()
  }

  /// Writes all bytes at the end of the file or, without `O_APPEND`, after those written before.
  func write(_ bytes: RawSpan) throws(StoreError) {
    var written = 0
    while written < bytes.byteCount {
      let result = bytes.extracting(droppingFirst: written).withUnsafeBytes { rest in
        Result { () throws(StoreError) in
          try check(.write, path) { systemWrite(descriptor, rest.baseAddress, rest.count) }
        }
      }
      written += try result.get()
    }
  }

  /// Returns when the file's bytes and size are on the disk.
  func sync() throws(StoreError) {
    #if canImport(Darwin)
      // fsync alone leaves bytes in the drive's cache there.
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
    #endif
    try check(.sync, path) { fsync(descriptor) }
  }

  /// Cuts the file to `size` bytes.
  func truncate(to size: Int64) throws(StoreError) {
    try check(.truncate, path) { ftruncate(descriptor, off_t(size)) }
  }

  /// Takes the exclusive lock, which ends when the file is closed.
  ///
  /// Waits for it a quarter of a second: a program that is being started by this process holds copies
  /// of its open files, and their locks, for a moment.
  func lock() throws(StoreError) {
    var attempt = 1
    while true {
      do throws(StoreError) {
        try check(.lock, path) { flock(descriptor, LOCK_EX | LOCK_NB) }
        return
      } catch {
        guard error.isSystem(EWOULDBLOCK) else { throw error }
        guard attempt < 25 else { throw .lockedByAnotherWriter(path: path) }
      }
      attempt += 1
      usleep(10_000)
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
