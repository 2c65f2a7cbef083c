import ArchiveFormat
import Crypto

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A folder that is made under a hidden name beside its place, and gets its own name when all of it is
/// on the disk: whoever sees it sees the whole of it.
///
/// Folders have mode 0700 and files 0600, whatever the umask. Nothing is ever written over.
public final class NewFolder {
  /// Where it will be, as the user named it.
  public let path: String
  let folder: Folder
  private let parent: Folder
  private let name: String
  private let hiddenName: String
  private var folders: Set<String> = []
  /// Whether the name has been taken for the folder.
  private var hasName = false
  /// The files that were written, by their paths in the folder, with the SHA-256 of their bytes.
  public private(set) var files: [String: Hash256] = [:]
  /// The bytes of all files.
  public private(set) var size = 0

  /// Begins a folder whose parent is there. Throws `StoreError.system`, with `EEXIST` if its name is
  /// taken, by whatever it is.
  public init(at path: String) throws(StoreError) {
    let place = try NewFolder.place(of: path)
    self.path = path
    parent = place.parent
    name = place.name
    hiddenName = ".topo-archive-\(UInt64.random(in: .min ... .max))"
    guard try parent.makeFolder(hiddenName) else { throw .nameTaken(parent.fullPath(hiddenName)) }
    folder = try parent.folder(hiddenName)
  }

  /// Whether a folder at `path` would lie within an archive. Throws as `init(at:)` would, and makes
  /// nothing.
  public static func wouldLie(
    _ path: String, within archive: ArchiveFolder
  ) throws(StoreError) -> Bool {
    try place(of: path).parent.isWithin(archive.folder)
  }

  private static func place(of path: String) throws(StoreError) -> (parent: Folder, name: String) {
    var components = path.split(separator: "/", omittingEmptySubsequences: true)
    guard let name = components.popLast().map(String.init), name != ".", name != ".." else {
      throw .nameTaken(path)
    }
    let above = (path.hasPrefix("/") ? "/" : "") + components.joined(separator: "/")
    let parent = try Folder(path: above.isEmpty ? "." : above)
    guard try !parent.exists(name) else { throw .nameTaken(path) }
    return (parent, name)
  }

  /// Makes a file.
  public func write(_ bytes: [UInt8], to relative: String) throws(StoreError) {
    try makeFile(relative) { (file) throws(StoreError) in try file.write(bytes.span.bytes) }
  }

  /// Makes a file of what `body` writes to it, which is removed again if that throws.
  func makeFile(
    _ relative: String, _ body: (inout HashedFile) throws(StoreError) -> Void
  ) throws(StoreError) {
    try makeFolders(onTheWayTo: relative)
    var file = HashedFile(try folder.create(relative))
    do throws(StoreError) {
      try body(&file)
      let (length, hash) = try file.finish()
      files[relative] = hash
      size += length
    } catch {
      _ = try? folder.unlinkIfPresent(relative)
      throw error
    }
  }

  private func makeFolders(onTheWayTo relative: String) throws(StoreError) {
    var path = ""
    for component in relative.split(separator: "/").dropLast() {
      path += path.isEmpty ? component : "/" + component
      if folders.insert(path).inserted { try folder.makeFolder(path) }
    }
  }

  /// Gives the folder its name. Throws `StoreError.system` with `EEXIST` if somebody has taken it
  /// meanwhile, and then, like after every other error, `discard()` is to be called.
  public func finish() throws(StoreError) {
    // Deeper folders first.
    for path in folders.sorted(by: >) { try folder.syncFolder(path) }
    try folder.sync()
    // A folder takes the place of an empty one in one step; made here, it is nobody else's.
    guard try parent.makeFolder(name) else { throw .nameTaken(path) }
    hasName = true
    try parent.rename(hiddenName, replacing: name)
    try parent.sync()
  }

  /// Removes what was made; what cannot be removed stays under the hidden name.
  public func discard() {
    for path in files.keys { _ = try? folder.unlinkIfPresent(path) }
    for path in folders.sorted(by: >) { try? folder.removeFolder(path) }
    try? parent.removeFolder(hiddenName)
    // Only an empty folder can be removed so, and nobody else has made it.
    if hasName { try? parent.removeFolder(name) }
  }

  /// The absolute path of a folder that is there, no link in it.
  public static func absolutePath(of path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

/// A file that is being written from its start, and the hash of it.
struct HashedFile: ~Copyable {
  private let file: File
  private var hasher = SHA256()
  private var length = 0

  init(_ file: consuming File) {
    self.file = file
  }

  mutating func write(_ bytes: RawSpan) throws(StoreError) {
    try file.write(bytes)
    bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    length += bytes.byteCount
  }

  /// Returns when the file is on the disk.
  mutating func finish() throws(StoreError) -> (length: Int, sha256: Hash256) {
    try file.sync()
    return (length, Hash256(hasher.finalize()))
  }
}

extension StoreError {
  fileprivate static func nameTaken(_ path: String) -> StoreError {
    .system(SystemFailure(call: .makeFolder, code: EEXIST, path: path))
  }
}
