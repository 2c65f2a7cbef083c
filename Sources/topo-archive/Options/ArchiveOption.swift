import ArgumentParser

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `--archive DIR` or `TOPO_ARCHIVE`.
struct ArchiveOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("The archive's folder; else TOPO_ARCHIVE.", valueName: "dir"),
    completion: .directory)
  var archive: String?

  /// The folder that was named.
  func directory() throws -> String {
    let environment = ProcessInfo.processInfo.environment["TOPO_ARCHIVE"] ?? ""
    guard let directory = archive ?? (environment.isEmpty ? nil : environment),
      !directory.isEmpty
    else {
      throw ValidationError("Name the archive with --archive DIR or set TOPO_ARCHIVE.")
    }
    return directory
  }
}
