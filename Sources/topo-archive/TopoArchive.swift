import ArgumentParser

/// The command: what it can do, in the order in which one needs it.
struct TopoArchive: AsyncParsableCommand {
  /// What `--version` prints.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "topo-archive",
    abstract: "Archives the audit log of the Topo Activities API, verifies it, searches it.",
    discussion: """
      An archive is a folder of gzip NDJSON files by day, with an index that commits to every byte. \
      Name it with --archive DIR or TOPO_ARCHIVE. The API key comes from TOPO_API_KEY or \
      --api-key-file, never from an argument.

      Exit codes: 0 good; 1 the answer is no (findings, no match, not complete); 2 could not do \
      the job; 64 wrong usage; 130 interrupted a second time.
      """,
    version: version,
    subcommands: [
      FetchCommand.self, VerifyCommand.self, GrepCommand.self, GetCommand.self, StatusCommand.self,
      ReconcileCommand.self, RepairCommand.self, SnapshotCommand.self, RedactCommand.self,
      ExpireCommand.self, DiffCommand.self, KeygenCommand.self, ProveCommand.self,
      CheckProofCommand.self, ServeCommand.self, SchemaCommand.self,
    ])
}
