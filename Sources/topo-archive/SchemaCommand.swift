import ArchiveFormat
import ArchiveStore
import ArgumentParser

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `topo-archive schema`
struct SchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the SQL by which a query engine reads the archive as tables.",
    discussion: """
      activities is a table of each activity as first archived, partitioned by created_date, its UTC \
      day. latest is a view with one row for each activity, in its newest form. The columns are those \
      of activity.schema.json, all of them and whatever a file begins with. What was redacted is a row \
      with a null payload. The SQL goes to stdout and can be fed to the engine as it is: \
      topo-archive schema --dialect duckdb | duckdb history.db

      The engine looks for the archive where --archive or TOPO_ARCHIVE is, or at --location, which is \
      printed as it is given: an object store's URL, say, that this program cannot read.

      Exit codes: 0 printed; 2 the archive's folder cannot be opened; 64 wrong usage.
      """)

  @Option(help: "The engine whose SQL it is to be.")
  var dialect: TableDialect

  @OptionGroup var archive: ArchiveOption

  @Option(
    help: ArgumentHelp(
      "Where the engine finds the archive, if not where it is here.", valueName: "url"))
  var location: String?

  func validate() throws {
    guard let location else { return }
    guard !location.isEmpty else { throw ValidationError("--location must name a place.") }
    guard Self.isPlain(location) else {
      throw ValidationError("--location must not have control characters.")
    }
  }

  func run() async throws {
    if let location { return Terminal.output(bytes(try ArchiveTables(at: location))) }
    try await reportingErrors(archive) { directory in
      let folder = NewFolder.absolutePath(of: try ArchiveFolder(at: directory).path)
      guard Self.isPlain(folder) else { throw SchemaCommandError.controlCharacters }
      let streams = Self.streams(in: folder)
      Terminal.output(bytes(try ArchiveTables(at: folder, streams: streams)))
      if dialect == .duckdb, streams.isEmpty { Terminal.warn(SchemaWording.nothingYet) }
      return .good
    }
  }

  private static func streams(in folder: String) -> Set<SegmentStream> {
    Set(
      [.activities, .amendments].filter {
        FileManager.default.fileExists(atPath: "\(folder)/\($0.rawValue)")
      })
  }

  private func bytes(_ tables: ArchiveTables) -> [UInt8] { Array(tables.sql(dialect).utf8) }

  /// A line feed would end a comment of the SQL.
  private static func isPlain(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
}

/// Why no SQL can be made.
enum SchemaCommandError: Error {
  /// The folder's name has control characters.
  case controlCharacters
}
