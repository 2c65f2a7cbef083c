#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

// A name is on the disk when its folder is synced, a file's bytes when the file is. The order that
// the room relies on, everywhere a name must never show bytes that are not there:
//
//   open(O_CREAT|O_EXCL) · write · fsync(file) · link or rename · fsync(folder)
//
// and for a folder: mkdir · fsync(parent) before anything in it counts.

extension Folder {
  /// Makes the folder with mode 0700, whatever the umask; false if it was there.
  @discardableResult
  func makeFolder(_ relative: String) throws(StoreError) -> Bool {
    let full = fullPath(relative)
    return try at(relative) { (parent, name) throws(StoreError) in
      do throws(StoreError) {
        try check(.makeFolder, full) { mkdirat(parent, name, 0o700) }
      } catch {
        guard error.isSystem(EEXIST) else { throw error }
        return false
      }
      try check(.changeMode, full) { fchmodat(parent, name, 0o700, 0) }
      return true
    }
  }

  /// Makes every folder on the way to a file, and syncs the parent of each that is new.
  func makeFolders(onTheWayTo relative: String) throws(StoreError) {
    var prefix = ""
    for component in relative.split(separator: "/").dropLast() {
      let parent = prefix
      prefix += prefix.isEmpty ? component : "/" + component
      if try makeFolder(prefix) { try syncFolder(parent) }
    }
  }

  /// Syncs the folder at `relative`; the empty path is this folder.
  func syncFolder(_ relative: String) throws(StoreError) {
    if relative.isEmpty { try sync() } else { try folder(relative).sync() }
  }

  /// Gives a file another name, and replaces what had it.
  func rename(_ source: String, replacing target: String) throws(StoreError) {
    try atBoth(source, target) { oldParent, oldName, newParent, newName in
      renameat(oldParent, oldName, newParent, newName)
    }
  }

  /// Gives a file another name; refuses one that is taken (`EEXIST`).
  ///
  /// `link` refuses in one step, where `rename` would replace; between the two calls the file has
  /// both names, which recovery knows. File systems without hard links get a check and a rename,
  /// safe against all but a process that does not respect the archive's lock.
  func rename(_ source: String, to target: String) throws(StoreError) {
    do throws(StoreError) {
      try atBoth(source, target) { oldParent, oldName, newParent, newName in
        linkat(oldParent, oldName, newParent, newName, 0)
      }
    } catch {
      let isWithoutLinks = [EPERM, EOPNOTSUPP, ENOTSUP, EMLINK, ENOSYS].contains { code in
        error.isSystem(code)
      }
      guard isWithoutLinks else { throw error }
      guard try !exists(target) else {
        throw .system(SystemFailure(call: .rename, code: EEXIST, path: fullPath(target)))
      }
      return try rename(source, replacing: target)
    }
    try unlink(source)
  }

  private func atBoth(
    _ source: String, _ target: String, _ body: (Int32, String, Int32, String) -> Int32
  ) throws(StoreError) {
    let full = fullPath(target)
    try at(source) { (oldParent, oldName) throws(StoreError) in
      try at(target) { (newParent, newName) throws(StoreError) in
        try check(.rename, full) { body(oldParent, oldName, newParent, newName) }
      }
    }
  }

  /// Removes a file's name.
  func unlink(_ relative: String) throws(StoreError) {
    let full = fullPath(relative)
    try at(relative) { (parent, name) throws(StoreError) in
      try check(.unlink, full) { unlinkat(parent, name, 0) }
    }
  }

  /// Removes a file's name; false if there is none.
  @discardableResult
  func unlinkIfPresent(_ relative: String) throws(StoreError) -> Bool {
    do throws(StoreError) {
      try unlink(relative)
      return true
    } catch {
      guard error.isNotFound else { throw error }
      return false
    }
  }

  /// Removes a folder, which must be empty.
  func removeFolder(_ relative: String) throws(StoreError) {
    let full = fullPath(relative)
    try at(relative) { (parent, name) throws(StoreError) in
      try check(.unlink, full) { unlinkat(parent, name, AT_REMOVEDIR) }
    }
  }

  /// Whether the name is taken, by whatever it is.
  func exists(_ relative: String) throws(StoreError) -> Bool { try status(relative) != nil }

  /// The size of a file, which is not opened for it; nil if there is none.
  func size(of relative: String) throws(StoreError) -> Int64? {
    guard let status = try status(relative) else { return nil }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .pathUnsafe(fullPath(relative)) }
    return Int64(status.st_size)
  }

  /// What tells whether a file was changed, without reading it; nil if there is none.
  func stamp(of relative: String) throws(StoreError) -> FileStamp? {
    try status(relative).map(FileStamp.init)
  }

  /// What a name stands for, no link followed; nil if there is none.
  func kind(of relative: String) throws(StoreError) -> Kind? {
    guard let status = try status(relative) else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  private func status(_ relative: String) throws(StoreError) -> stat? {
    let full = fullPath(relative)
    do throws(StoreError) {
      var status = stat()
      try at(relative) { (parent, name) throws(StoreError) in
        try check(.status, full) { fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) }
      }
      return status
    } catch {
      guard error.isNotFound else { throw error }
      return nil
    }
  }
}
