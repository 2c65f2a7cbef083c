#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Folder {
  /// What a name in a folder stands for.
  enum Kind {
    case file, folder
    /// A link, a device, a socket, a pipe: nothing that belongs into an archive.
    case other
  }

  /// The names in the folder at `relative` and what they are, sorted; none if it does not exist.
  func names(in relative: String) throws(StoreError) -> [(name: String, kind: Kind)] {
    let folder: Folder
    do throws(StoreError) {
      folder = relative.isEmpty ? self : try self.folder(relative)
    } catch {
      guard error.isNotFound else { throw error }
      return []
    }
    return try folder.names().sorted { $0.name < $1.name }
  }

  /// Calls `body` with the path and the kind of everything below `relative` that is no folder, in
  /// the order of names. Folders that cannot be an archive's are named instead of entered: those
  /// nested deeper than any, and those with a name that is no UTF-8, by which none can be opened.
  func forEachFile(
    below relative: String, depth: Int = 8, _ body: (String, Kind) throws(StoreError) -> Void
  ) throws(StoreError) {
    for (name, kind) in try names(in: relative) {
      let path = relative.isEmpty ? name : relative + "/" + name
      if kind == .folder, depth > 0, !name.unicodeScalars.contains("\u{FFFD}") {
        try forEachFile(below: path, depth: depth - 1, body)
      } else {
        try body(path, kind)
      }
    }
  }

  private func names() throws(StoreError) -> [(name: String, kind: Kind)] {
    let descriptor = try reopened()
    guard let stream = fdopendir(descriptor) else {
      let failure = StoreError.last(.list, path)
      close(descriptor)
      throw failure
    }
    defer { closedir(stream) }
    var names: [(name: String, kind: Kind)] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw .last(.list, path) }
        return names
      }
      let name = Self.name(of: entry)
      if name == "." || name == ".." { continue }
      names.append((name, try kind(of: name, as: entry.pointee.d_type, in: descriptor)))
    }
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafePointer(to: &entry.pointee.d_name) { tuple in
      tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
        String(cString: $0)
      }
    }
  }

  private func kind(
    of name: String, as type: UInt8, in descriptor: Int32
  ) throws(StoreError) -> Kind {
    switch Int(type) {
    case Int(DT_REG): return .file
    case Int(DT_DIR): return .folder
    case Int(DT_UNKNOWN): break
    default: return .other
    }
    var status = stat()
    try check(.status, fullPath(name)) { fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }
}
