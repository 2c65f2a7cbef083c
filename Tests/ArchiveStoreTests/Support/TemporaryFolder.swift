import Foundation

/// A folder that is removed with everything in it when its last reference goes.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "topo-archive-store-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func callAsFunction(_ relative: String) -> String { path + "/" + relative }
}

/// The bytes of a file.
func bytes(at path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
}

/// Makes or replaces a file.
func write(_ bytes: [UInt8], to path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

func copyFolder(_ source: String, to target: String) throws {
  try FileManager.default.copyItem(atPath: source, toPath: target)
}

func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

/// The relative paths of all files below a folder, sorted.
func files(below path: String) -> [String] {
  let all = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
  return all.filter { name in
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder)
      && !isFolder.boolValue
  }.sorted()
}
