import Activities
import ArchiveFormat
import ArchiveStore
import Foundation
import Testing

@testable import Archiver

extension RepairOptions {
  static let forTests = RepairOptions(
    reason: "for tests", now: Instant(seconds: 1_750_000_000))
}

extension RepairReport {
  /// What came of each damaged segment, by its path.
  var outcomes: [String: DamagedSegment.Outcome] {
    Dictionary(damaged.map { ($0.path, $0.outcome) }) { first, _ in first }
  }
}

extension Specimen {
  /// Runs repair once, from another folder.
  func repair(
    from copy: String, _ change: (inout RepairOptions) -> Void = { _ in }
  ) async throws -> RepairReport {
    var options = RepairOptions.forTests
    change(&options)
    return try await Repair(directory: root, from: .copy(path: copy), options: options).run()
  }

  /// Every file with its bytes; what a link says instead of what it leads to.
  func snapshot() throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: root) {
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: self.path(path))
      if let target {
        files[path] = Array("-> \(target)".utf8)
      } else if let bytes = try? bytes(path) {
        files[path] = bytes
      }
    }
    return files
  }

  /// Replaces a segment's file by one with the same records in other gzip bytes, and leaves the index
  /// as it is.
  func recompress(_ path: String) throws {
    try write(try ForgedSegment(try records(path)).bytes, to: path)
  }

  /// The same, and makes the index say so, as if it had always been that file.
  func recompressAsArchived(_ path: String) throws {
    try replace(path, by: try ForgedSegment(try records(path)).bytes)
  }
}
