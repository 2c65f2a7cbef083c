#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// An open folder, and the only way in which the room reaches what lies below it.
///
/// Paths are relative to the folder, with `/` between components. No component may be a symbolic
/// link: each folder on the way is opened from its parent without following one, so neither an
/// index line nor a file laid into the archive leads out of it. The path of the folder itself is
/// its user's and may be one.
final class Folder: Sendable {
  private let descriptor: Int32
  /// The path that it was opened by.
  let path: String

  init(path: String) throws(StoreError) {
    self.path = path
    descriptor = try check(.open, path) {
      openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
  }

  /// Makes a folder with mode 0700 whatever the umask, in a parent that exists, and syncs the parent.
  static func make(path: String) throws(StoreError) -> Folder {
    try check(.makeFolder, path) { mkdirat(AT_FDCWD, path, 0o700) }
    try check(.changeMode, path) { fchmodat(AT_FDCWD, path, 0o700, 0) }
    let folder = try Folder(path: path)
    try folder.above().sync()
    return folder
  }

  private init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit {
    close(descriptor)
  }

  /// The path of something in the folder, for errors.
  func fullPath(_ relative: String) -> String {
    path.hasSuffix("/") ? path + relative : path + "/" + relative
  }

  /// Opens a file for reading.
  func open(_ relative: String) throws(StoreError) -> File {
    try openFile(relative, O_RDONLY)
  }

  /// Opens a file for reading and for appending.
  func openForAppending(_ relative: String) throws(StoreError) -> File {
    try openFile(relative, O_RDWR | O_APPEND)
  }

  /// Makes a file of mode 0600 whatever the umask; refuses a name that is taken.
  func create(_ relative: String) throws(StoreError) -> File {
    try create(relative, 0)
  }

  /// The same for a file that others may append to, too.
  func createForAppending(_ relative: String) throws(StoreError) -> File {
    try create(relative, O_APPEND)
  }

  private func create(_ relative: String, _ flags: Int32) throws(StoreError) -> File {
    let file = try openFile(relative, O_RDWR | O_CREAT | O_EXCL | flags)
    try check(.changeMode, file.path) { fchmod(file.descriptor, 0o600) }
    return file
  }

  private func openFile(_ relative: String, _ flags: Int32) throws(StoreError) -> File {
    let full = fullPath(relative)
    let descriptor = try at(relative) { (parent, name) throws(StoreError) in
      try check(.open, full) {
        openat(parent, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o600)
      }
    }
    let file = File(descriptor: descriptor, path: full)
    var status = stat()
    try check(.status, full) { fstat(descriptor, &status) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .pathUnsafe(full) }
    return file
  }

  /// The folder at `relative`.
  func folder(_ relative: String) throws(StoreError) -> Folder {
    let full = fullPath(relative)
    let descriptor = try at(relative) { (parent, name) throws(StoreError) in
      try openFolder(name, in: parent, full)
    }
    return Folder(descriptor: descriptor, path: full)
  }

  /// A new descriptor of the folder, for a call that consumes one.
  func reopened() throws(StoreError) -> Int32 {
    try check(.open, path) { openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
  }

  /// What tells the folder from all others on this machine.
  func identity() throws(StoreError) -> Identity {
    var status = stat()
    try check(.status, path) { fstat(descriptor, &status) }
    return Identity(device: UInt64(status.st_dev), file: UInt64(status.st_ino))
  }

  /// Whether this is another folder or one below it.
  func isWithin(_ other: Folder) throws(StoreError) -> Bool {
    let outer = try other.identity()
    var folder = self
    while true {
      let identity = try folder.identity()
      if identity == outer { return true }
      // Where one may not look on, one is above what could be opened by its path: the other folder.
      guard let above = try? folder.above(), try above.identity() != identity else { return false }
      folder = above
    }
  }

  /// The folder above; of the root, the root itself.
  private func above() throws(StoreError) -> Folder {
    let above = try check(.open, path) {
      openat(descriptor, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
    return Folder(descriptor: above, path: path)
  }

  struct Identity: Equatable {
    let device, file: UInt64
  }

  /// Returns when the folder's names are on the disk.
  func sync() throws(StoreError) {
    do throws(StoreError) {
      try check(.sync, path) { fsync(descriptor) }
    } catch {
      // So answer file systems that keep names by themselves and sync no folders.
      guard error.isSystem(EINVAL) else { throw error }
    }
  }

  /// Calls `body` with the descriptor of the folder that holds `relative`'s last component.
  @discardableResult
  func at<Value>(
    _ relative: String, _ body: (Int32, String) throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    let components = try Self.components(relative, of: fullPath(relative))
    var parent = descriptor
    defer { if parent != descriptor { close(parent) } }
    for (index, component) in components.dropLast().enumerated() {
      let path = fullPath(components[...index].joined(separator: "/"))
      let next = try openFolder(component, in: parent, path)
      if parent != descriptor { close(parent) }
      parent = next
    }
    return try body(parent, components[components.count - 1])
  }

  private func openFolder(
    _ name: String, in parent: Int32, _ full: String
  ) throws(StoreError) -> Int32 {
    do throws(StoreError) {
      return try check(.open, full) {
        openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      }
    } catch {
      // Linux answers ENOTDIR when both O_DIRECTORY and O_NOFOLLOW meet a link.
      var status = stat()
      if error.isSystem(ENOTDIR), fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
        status.st_mode & S_IFMT == S_IFLNK
      {
        throw .pathUnsafe(full)
      }
      throw error
    }
  }

  private static func components(
    _ relative: String, of full: String
  ) throws(StoreError) -> [String] {
    let parts = relative.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    let isSafe = parts.allSatisfy { part in
      !part.isEmpty && part != "." && part != ".." && !part.utf8.contains(0)
    }
    guard isSafe else { throw .pathUnsafe(full) }
    return parts
  }
}
