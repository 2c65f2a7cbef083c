import Activities
import ArchiveFormat
import ArchiveStore
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// An archive's page and the documented API over it, served by HTTP until it is stopped.
public final class PageServer: Sendable {
  /// The port that is listened at.
  public let port: Int
  private let server: Task<Void, Never>
  private let site: Site

  /// Opens the archive, snapshot or bag at `path` and begins to serve it; nothing is written there.
  ///
  /// `port` 0 stands for any free one. With a token, every request for what is of the archive needs
  /// it; without one, all that ask for a loopback host are answered, so that `address` should be one.
  /// Throws `StoreError` for what is no archive, and `PageServerError`.
  public static func start(
    archive path: String, address: String = "127.0.0.1", port: Int = 0,
    token: AccessToken? = nil, limits: ConnectionLimits = ConnectionLimits(), words: PageWords
  ) async throws -> PageServer {
    let archive = try ServedArchive(at: path)
    let id = try await archive.current().archive.entry.id
    let gate = Gate(token: token, name: String(id.description.prefix(8)))
    let site = Site(archive, gate: gate, words: words, limits: limits)
    let logger = Logger(label: "topo-archive") { _ in SwiftLogNoOpLogHandler() }
    let (ports, started) = AsyncThrowingStream.makeStream(of: Int.self)
    let server = Server(
      childChannelSetup: ConnectionChannel(limits: limits, site: site),
      configuration: ServerConfiguration(
        address: .hostname(address, port: port),
        availableConnectionsDelegate: .maximum(limits.connections, logger: logger)),
      onServerRunning: { channel in started.yield(channel.localAddress?.port ?? 0) },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
    let task = Task {
      do {
        try await server.run()
        started.finish()
      } catch {
        started.finish(throwing: error)
      }
    }
    do {
      for try await port in ports { return PageServer(port: port, server: task, site: site) }
    } catch {
      throw PageServerError(error, address: address, port: port)
    }
    throw PageServerError.ended
  }

  /// Whether only this machine reaches what listens at an address.
  public static func isLoopback(_ address: String) -> Bool {
    HostName(address: address).isLoopback
  }

  private init(port: Int, server: Task<Void, Never>, site: Site) {
    self.port = port
    self.server = server
    self.site = site
  }

  /// Serves until the task is cancelled; then closes all connections, answered or not.
  public func run() async {
    await withTaskCancellationHandler {
      await server.value
    } onCancel: {
      server.cancel()
    }
    site.verification.cancel()
  }

  /// Closes all connections, answered or not, and waits until the port is free.
  public func stop() async {
    server.cancel()
    await run()
  }
}

/// Why a server did not start.
public enum PageServerError: Error, Hashable, Sendable {
  /// The address is none that can be found.
  case noSuchAddress(String)
  /// The system does not let it listen there, and the `errno` that was left.
  case cannotListen(address: String, port: Int, code: Int32)
  /// It ended before it listened.
  case ended

  init(_ error: any Error, address: String, port: Int) {
    switch error {
    case let error as IOError:
      self = .cannotListen(address: address, port: port, code: error.errnoCode)
    case is SocketAddressError, is SocketAddressError.UnknownHost: self = .noSuchAddress(address)
    default: self = .ended
    }
  }
}
