import ActivityAPI
import ArgumentParser
import Logging

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where the API is, what opens it and how hard it may be asked.
struct ConnectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The API's address; else where the archive came from, or \(BaseURL.topo) for a new one.",
      valueName: "url"))
  var baseURL: String?

  @Option(
    help: ArgumentHelp("A file that holds the API key; else TOPO_API_KEY.", valueName: "file"),
    completion: .file())
  var apiKeyFile: String?

  @Option(
    help: ArgumentHelp(
      "A PEM file of the certificate authorities to trust instead of this system's; else SSL_CERT_FILE.",
      valueName: "file"),
    completion: .file())
  var caFile: String?

  @Option(help: ArgumentHelp("Requests side by side, from 1 to 64.", valueName: "number"))
  var concurrency = 4

  @Option(help: ArgumentHelp("The most requests that start in a second.", valueName: "number"))
  var rate: Double?

  @Flag(help: "Log every request to stderr, without the key.")
  var verbose = false

  @Option(
    help: "How stderr is written: text for people, or json, one object a line, to be collected.")
  var logFormat = LogFormat.text

  func validate() throws {
    do {
      if let baseURL { _ = try BaseURL(baseURL) }
    } catch {
      throw ValidationError(APIWording.line(for: error))
    }
    guard (1...64).contains(concurrency) else {
      throw ValidationError("--concurrency must be from 1 to 64.")
    }
    if let rate, !(rate > 0 && rate.isFinite) {
      throw ValidationError("--rate must be more than 0.")
    }
  }

  /// A client of the API that the options describe, for an archive of `source` or, if that is nil,
  /// a new one.
  func client(source: String?) throws -> APIClient {
    CoreFiles.forbid()
    let address = try address(source: source)
    let environment = ProcessInfo.processInfo.environment
    var options = APIClient.Options()
    options.authorities = try authorityFile(for: address, environment).map(TrustedAuthorities.read)
    options.proxy = try ProxyServer(for: address, environment: environment)
    options.concurrency = concurrency
    options.rate = rate
    options.logger = logger
    let retries = RetryTeller()
    options.noteRetry = { retries.note($0) }
    return APIClient(
      baseURL: address, key: try APIKey.read(file: apiKeyFile), options: options)
  }

  private var logger: Logger {
    var logger = Logger(label: "topo-archive") { label in
      switch logFormat {
      case .text: StreamLogHandler.standardError(label: label)
      case .json: JSONLogHandler()
      }
    }
    logger.logLevel = verbose ? .debug : .error
    return logger
  }

  /// The environment, which is often the same for all programs, is left alone where there is no TLS.
  private func authorityFile(
    for address: BaseURL, _ environment: [String: String]
  ) -> String? {
    if let caFile { return caFile }
    let variable = environment["SSL_CERT_FILE"] ?? ""
    return address.isEncrypted && !variable.isEmpty ? variable : nil
  }

  private func address(source: String?) throws -> BaseURL {
    if let baseURL { return try BaseURL(baseURL) }
    guard let source else { return try BaseURL(BaseURL.topo) }
    // Whoever can write to an archive could have the key sent to a host of theirs.
    guard let url = try? BaseURL(source), url.description == BaseURL.topo || url.isThisMachine
    else { throw SourceError.notNamed(source) }
    return url
  }
}

/// Why the source of an archive does not tell where to fetch from.
enum SourceError: Error {
  /// Another host than Topo's: the key goes there only if the user says so.
  case notNamed(String)
}
