import ArchiveFormat
import Archiver
import Foundation
import TestSupport

/// Copies of the archives that the tests verify, each with what verify said of it, for another program
/// to say the same: in the folder that TOPO_KEPT_SPECIMENS names, or nowhere without it.
enum KeptSpecimen {
  private static let folder = EnvironmentVariable.text("TOPO_KEPT_SPECIMENS")

  /// Keeps an archive as it is now, unless it was looked at in part only.
  static func keep(_ directory: String, _ options: VerifyOptions, _ report: VerifyReport) throws {
    guard let folder, !options.quick, options.since == nil, options.until == nil,
      options.publicKeys.isEmpty, options.snapshot == nil
    else { return }
    let kept = URL(filePath: folder).appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: kept, withIntermediateDirectories: true)
    // FileManager copies neither sockets nor names that are no text.
    let copying = Process()
    copying.executableURL = URL(filePath: "/bin/cp")
    copying.arguments = ["-a", directory, kept.appending(path: "archive").path]
    try copying.run()
    copying.waitUntilExit()
    try Data(report.json { _ in "" }).write(to: kept.appending(path: "report.json"))
    if let checkpoint = options.keptCheckpoint?.checkpoint {
      try Data(checkpoint.bytes).write(to: kept.appending(path: "kept"))
    }
    if options.strict { try Data().write(to: kept.appending(path: "strict")) }
  }
}
