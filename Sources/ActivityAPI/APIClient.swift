import Activities
import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import Synchronization

/// The Activities API over HTTP: one method an endpoint, retries within.
public final class APIClient: Sendable {
  /// How many requests a client has sent.
  public struct Usage: Hashable, Sendable {
    /// Requests sent, repeated ones included.
    public var requests = 0
    /// Requests that repeated a failed one.
    public var retries = 0
    /// Bytes of response bodies.
    public var bytes = 0

    /// Nothing sent yet.
    public init() {}
  }

  /// How a client sends its requests.
  public struct Options: Sendable {
    /// How often and how patiently a request is repeated.
    public var retry = RetryPolicy()
    /// The most requests that start in a second; nil for no limit.
    public var rate: Double?
    /// The most connections at once.
    public var concurrency = 4
    /// Who may vouch for the host; nil for whom this system trusts.
    public var authorities: CertificateAuthorities?
    /// The proxy that requests go through; nil for none.
    public var proxy: ProxyServer?
    /// Where requests are logged, never with the key.
    public var logger = Logger(label: "topo-archive")
    /// Told of each request that is about to be repeated.
    public var noteRetry: @Sendable (RetryNotice) -> Void = { _ in }

    /// The defaults of the command.
    public init() {}
  }

  /// Larger bodies are refused: a page of 100 activities is a thousandth of it.
  public static let largestBody = 32 << 20

  /// Where the API is.
  public let baseURL: BaseURL
  /// The time as the API's responses tell it.
  public let clock = ServerClock()
  /// Whose activities are taken: an answer with one of another workspace is refused, whatever was
  /// asked.
  public let workspace = Workspace()

  private let key: String
  private let options: Options
  private let http: HTTPClient
  private let longestAttempt: TimeAmount
  private let pacer: RequestPacer
  private let readers = RecordReaders()
  private let counted = Mutex(Usage())
  private let hasAnswered = Atomic(false)

  /// A client of the API at `baseURL`; the caller must `shutdown()` it.
  public init(baseURL: BaseURL, key: String, options: Options = Options()) {
    self.baseURL = baseURL
    self.key = key
    self.options = options
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(
        connect: .seconds(10),
        // From the request's end to the response's head, and then between the body's parts.
        read: .nanoseconds(options.retry.timeout.wholeNanoseconds)))
    // Each attempt fails for itself; how often to try is for the retry policy to say.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = options.concurrency
    configuration.tlsConfiguration = CertificateAuthorities.configuration(options.authorities)
    configuration.proxy = options.proxy?.configuration
    // Nobody collects spans, and each would cost its attributes.
    configuration.tracing.tracer = nil
    http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    longestAttempt = .nanoseconds((options.retry.timeout * 10).wholeNanoseconds)
    pacer = RequestPacer(rate: options.rate)
  }

  /// Closes all connections.
  public func shutdown() async {
    try? await http.shutdown()
  }

  /// Where to take responses in: on the thread of one of the event loops they come from, in turn.
  var executor: any TaskExecutor { EventLoopExecutor(http.eventLoopGroup.next()) }

  /// What has been sent so far.
  public var usage: Usage { counted.withLock { $0 } }

  /// `GET /v1/activities`
  public func page(_ query: ActivityQuery) async throws(APIError) -> Page {
    let parameters =
      query.filter.parameters.map { "\($0.name.rawValue)=\($0.value)" }
      + ["sort_order=\(query.order.rawValue)", "page=\(query.page)", "size=\(query.size)"]
    let path = "/v1/activities?" + parameters.joined(separator: "&")
    let page = try await get(path) { answer throws(AttemptFailure) -> Page in
      guard answer.status == 200 else { throw .final(.noSuchEndpoint) }
      do throws(EnvelopeError) {
        var page = try readers.page(answer.body)
        page.unread = answer.unread
        return page
      } catch {
        switch error {
        case .unreadable: throw .passing(.unreadableBody)
        case .notAnEnvelope: throw .final(.notAnEnvelope)
        case .tooManyItems: throw .final(.boundsIgnored)
        }
      }
    }
    try workspace.check(page.items.lazy.compactMap(\.organizationID))
    return page
  }

  /// How many activities match `filter`, by `total_count` of the smallest page.
  public func count(_ filter: ActivityFilter) async throws(APIError) -> Int {
    try await page(ActivityQuery(filter, order: .ascending, size: 1)).totalCount
  }

  /// `GET /v1/activities/{id}`, without the bytes of it; nil if the API answers 404.
  public func activity(_ id: Identifier) async throws(APIError) -> ReceivedItem? {
    let path = "/v1/activities/\(id)"
    let item = try await get(path) { answer throws(AttemptFailure) -> ReceivedItem? in
      guard answer.status == 200 else { return nil }
      do throws(EnvelopeError) {
        return try PageSplitter.item(answer.body)
      } catch {
        throw .passing(.unreadableBody)
      }
    }
    if let organizationID = item?.organizationID { try workspace.check([organizationID]) }
    return item
  }

  /// Sends until an attempt succeeds, fails for good, or was the last one.
  ///
  /// `read` sees answers with status 200 or 404 only.
  private func get<Value: Sendable>(
    _ path: String, read: (Answer) throws(AttemptFailure) -> Value
  ) async throws(APIError) -> Value {
    let began = ContinuousClock.now
    var failures = 0
    while true {
      do {
        let value = try read(try await attempt(path))
        hasAnswered.store(true, ordering: .relaxed)
        return value
      } catch {
        failures += 1
        guard case .passing(let reason, let wait) = error, failures < attempts(at: reason) else {
          throw await explained(error.reason)
        }
        if let wait, wait > options.retry.longestWait {
          throw .waitTooLong(seconds: Int(wait.components.seconds))
        }
        options.logger.info("retrying", metadata: ["path": "\(path)", "after": "\(reason)"])
        let pause = options.retry.pause(afterFailures: failures)
        options.noteRetry(
          RetryNotice(
            reason: reason, attempt: failures + 1, attempts: attempts(at: reason),
            pause: max(pause, wait ?? .zero), isAskedFor: wait.map { $0 > pause } ?? false,
            elapsed: .now - began))
        try await rest(pause, whileAllWait: wait)
        counted.withLock { $0.retries += 1 }
      }
    }
  }

  /// The failure that ends a request, with what is wrong with a certificate if that can be found out.
  private func explained(_ error: APIError) async -> APIError {
    guard case .unreachable(.certificate(.untrusted)) = error, options.proxy == nil else {
      return error
    }
    let fault = await CertificateLook.fault(of: baseURL)
    return .unreachable(.certificate(fault ?? .untrusted))
  }

  /// A typing error in the address should not take minutes to show.
  private func attempts(at failure: APIError) -> Int {
    let few = min(options.retry.firstAttempts, options.retry.attempts)
    // Damage does not mend itself, but a file may be in exchange for another.
    if case .archiveUnreadable = failure { return few }
    let mayBeElsewhere =
      switch failure {
      case .unreachable(let failure): failure.isBeforeRequest
      case .unreadableBody: true
      default: false
      }
    return mayBeElsewhere && !hasAnswered.load(ordering: .relaxed) ? few : options.retry.attempts
  }

  /// What the server asks for holds for every request.
  private func rest(_ pause: Duration, whileAllWait wait: Duration?) async throws(APIError) {
    if let wait { await pacer.pause(for: wait) }
    do {
      try await Task.sleep(for: pause)
    } catch {
      throw .cancelled
    }
  }

  private func attempt(_ path: String) async throws(AttemptFailure) -> Answer {
    do {
      let request = try request(path)
      try await pacer.turn()
      counted.withLock { $0.requests += 1 }
      let began = ContinuousClock.now
      let response = try await send(request)
      let (head, body) = (response.head, response.body)
      counted.withLock { $0.bytes += body.count }
      if let date = head.headers.first(name: "Date").flatMap({ HTTPDate.instant($0) }) {
        clock.set(date)
      }
      let status = Int(head.status.code)
      options.logger.debug(
        "answered",
        metadata: [
          "method": "\(request.method)", "url": "\(request.url)",
          "status": .stringConvertible(status), "bytes": .stringConvertible(body.count),
          "took": .stringConvertible(ContinuousClock.now - began),
        ])
      if status == 200 || status == 404 {
        let unread = head.headers[UnreadWindows.field].flatMap(UnreadWindows.windows)
        return Answer(status: status, body: body, unread: unread)
      }
      throw failure(status: status, headers: head.headers, body: body)
    } catch let failure as AttemptFailure {
      throw failure
    } catch {
      throw failure(of: error)
    }
  }

  private func request(_ path: String) throws -> HTTPClient.Request {
    var request = try HTTPClient.Request(url: baseURL.description + path)
    request.headers.add(name: "Authorization", value: "Bearer \(key)")
    request.headers.add(name: "Accept", value: "application/json")
    request.headers.add(name: "User-Agent", value: "topo-archive")
    return request
  }

  /// Sends a request and reads the response to its end. One that comes byte by byte, or an answer that is
  /// announced again and again, never stalls, and must end all the same.
  private func send(_ request: HTTPClient.Request) async throws -> CollectedResponse {
    let task = http.execute(
      request: request, delegate: ResponseCollector(largestBody: Self.largestBody),
      deadline: .now() + longestAttempt)
    return try await withTaskCancellationHandler {
      try await task.get()
    } onCancel: {
      task.cancel()
    }
  }

  private func failure(of error: any Error) -> AttemptFailure {
    if Task.isCancelled || error is CancellationError { return .final(.cancelled) }
    if error is NIOTooManyBytesError { return .final(.bodyTooLarge(limit: Self.largestBody)) }
    let failure = ConnectionFailure(error, throughProxy: options.proxy != nil)
    // A wrong password does not become right, and may lock a user out.
    return failure == .proxyUnauthorized
      ? .final(.unreachable(failure)) : .passing(.unreachable(failure))
  }

  private func failure(status: Int, headers: HTTPHeaders, body: [UInt8]) -> AttemptFailure {
    switch status {
    case 401: .final(.unauthorized)
    case 403: .final(.forbidden)
    case 400, 422: .final(.rejected(status: status, detail: ErrorBody.detail(body, without: key)))
    case 300..<400:
      .final(.redirected(location: headers.first(name: "Location").map(address)))
    case 503 where ErrorBody.isOfAnUnreadableArchive(body):
      .passing(.archiveUnreadable(detail: ErrorBody.detail(body, without: key)))
    case 408, 429, 500...:
      .passing(
        .unexpectedStatus(status),
        wait: RetryPolicy.wait(retryAfter: headers.first(name: "Retry-After"), now: clock.now))
    default: .final(.unexpectedStatus(status))
    }
  }

  /// What of a `Location` may be shown: a query may hold secrets, the key in another form among them.
  private func address(_ location: String) -> String {
    String(location.prefix { $0 != "?" && $0 != "#" }).replacing(key, with: "[key]")
  }
}

/// What an attempt brought.
private struct Answer {
  let status: Int
  let body: [UInt8]
  /// What the server says that it has not read itself.
  let unread: [Window]
}

/// Why one attempt failed, and whether another may do better.
private enum AttemptFailure: Error {
  case final(APIError)
  /// Worth another attempt, after `wait` if the server asked for one.
  case passing(APIError, wait: Duration? = nil)

  var reason: APIError {
    switch self {
    case .final(let reason), .passing(let reason, _): reason
    }
  }
}
