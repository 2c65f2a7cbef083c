import ArchivePage
import ArchiveStore
import Archiver
import ArgumentParser

/// `topo-archive serve`
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serves the archive to browsers, and to clients of the Activities API.",
    discussion: """
      Open the address that it says in a browser: what the archive holds, a search, each activity \
      with its history, and a verification. Under /v1 is the documented API over the latest forms, \
      so that a client of it works with another base URL. Snapshots and bags are served as well. \
      Nothing is written to the archive, and what fetch adds meanwhile is seen.

      Without --token-file only this machine is served. With it, a bearer key or a login with the \
      token is asked for. HTTP is not encrypted: beyond this machine, put a proxy with TLS before it. \
      Runs until Ctrl-C or SIGTERM.

      Exit codes: 0 stopped; 2 could not serve; 64 wrong usage.
      """)

  @OptionGroup var archive: ArchiveOption

  @Option(help: ArgumentHelp("Where to listen; 0 for any free port.", valueName: "number"))
  var port = 8_180

  @Option(
    help: ArgumentHelp(
      "The address to listen at; another than this machine's own needs --token-file.",
      valueName: "address"))
  var address = "127.0.0.1"

  @Option(
    help: ArgumentHelp(
      "A file that only its owner may read, with one line: what whoever comes in has to show.",
      valueName: "file"),
    completion: .file())
  var tokenFile: String?

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port must be from 0 to 65535.")
    }
    guard PageServer.isLoopback(address) || tokenFile != nil else {
      throw ValidationError(
        "--address \(address) is open to others: give --token-file, or leave --address out.")
    }
  }

  func run() async throws {
    try await reportingErrors(archive) { directory in
      if tokenFile != nil { CoreFiles.forbid() }
      let token = try tokenFile.map { try TokenFile.token($0) }
      let status = ArchiveStatus(of: try Archive(at: directory))
      let server = try await PageServer.start(
        archive: directory, address: address, port: port, token: token,
        words: Self.words(for: directory))
      ServeWording.lines(
        status, archive: directory, address: address, port: server.port,
        isLoopback: PageServer.isLoopback(address), needsToken: token != nil
      ).forEach(Terminal.say)
      try await Interruption.cancelling(saying: ServeWording.stopping) { await server.run() }
      return .good
    }
  }

  private static func words(for directory: String) -> PageWords {
    PageWords(
      finding: { VerifyWording.message($0) },
      integrity: { VerifyWording.integrity($0) },
      completeness: { VerifyWording.completeness($0) },
      pattern: { SearchWording.line(for: $0) },
      refusal: { FilterWording.refusal($0, $1) },
      hints: hints,
      error: { Wording.line(for: $0, archive: directory) })
  }

  /// What grep would say of a search beside what it finds.
  @Sendable private static func hints(
    _ query: SearchQuery, _ archive: Archive, found: Bool
  ) -> [PageWords.Hint] {
    let beyond = SnapshotWording.outOfReach(query.filter, archive).map { [$0] } ?? []
    let blank = beyond + SearchWording.blankSpots(query, archive)
    return FilterWording.hints(query.filter, found: found)
      .map { PageWords.Hint(parameter: $0.parameter, words: $0.words) }
      + blank.map { PageWords.Hint(words: $0) }
  }
}
