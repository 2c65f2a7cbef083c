import ArchiveFormat
import Foundation

/// Makes archives that a later version could have made: another index, and a checkpoint for it.
enum NewerArchive {
  static func rewrite(_ directory: String, _ change: (String) -> String) throws {
    let folder = URL(filePath: directory)
    let index = folder.appending(path: "index.ndjson")
    let text = change(try String(contentsOf: index, encoding: .utf8))
    try Data(text.utf8).write(to: index)
    let lines = text.split(separator: "\n")
    let root = MerkleTree.root(of: lines.map { MerkleTree.leafHash(Array($0.utf8).span.bytes) })
    let checkpoint = folder.appending(path: "checkpoint")
    let origin = try String(contentsOf: checkpoint, encoding: .utf8).prefix { $0 != "\n" }
    try Data("\(origin)\n\(lines.count)\n\(root.base64)\n".utf8).write(to: checkpoint)
  }
}
