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
  @Option(help: ArgumentHelp("The API's address.", valueName: "url"))
  var baseURL = BaseURL.topo

  @Option(
    help: ArgumentHelp("A file that holds the API key; else TOPO_API_KEY.", valueName: "file"),
    completion: .file())
  var apiKeyFile: String?

  @Option(help: ArgumentHelp("Requests side by side, from 1 to 64.", valueName: "number"))
  var concurrency = 4

  @Option(help: ArgumentHelp("The most requests that start in a second.", valueName: "number"))
  var rate: Double?

  @Flag(help: "Log every request to stderr, without the key.")
  var verbose = false

  func validate() throws {
    do {
      _ = try BaseURL(baseURL)
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

  /// A client of the API that the options describe.
  func client() throws -> APIClient {
    var options = APIClient.Options()
    options.concurrency = concurrency
    options.rate = rate
    options.logger = Logger(label: "topo-archive") { StreamLogHandler.standardError(label: $0) }
    options.logger.logLevel = verbose ? .debug : .error
    return APIClient(baseURL: try BaseURL(baseURL), key: try key(), options: options)
  }

  private func key() throws -> String {
    let text: String
    if let apiKeyFile {
      guard let content = try? String(contentsOfFile: apiKeyFile, encoding: .utf8) else {
        throw KeyError.unreadableFile(apiKeyFile)
      }
      text = content
    } else {
      text = ProcessInfo.processInfo.environment["TOPO_API_KEY"] ?? ""
    }
    // A file ends in a line feed, and a key copied by hand may have spaces around it.
    let key = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !key.isEmpty else { throw KeyError.missing }
    guard key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw KeyError.malformed }
    return key
  }
}

/// Why there is no API key to use.
enum KeyError: Error {
  case missing
  /// With characters that no HTTP header can carry.
  case malformed
  case unreadableFile(String)
}
