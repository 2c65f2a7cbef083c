import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// What happens to a request besides being answered: it is logged, faults befall it, and after it
/// the workspace drifts.
struct SimulationMiddleware: RouterMiddleware {
  let log: RequestLog
  let faults: FaultPlan
  let drift: DriftPlan
  let workspace: SyntheticWorkspace

  func handle(
    _ request: Request, context: BasicRequestContext,
    next: (Request, BasicRequestContext) async throws -> Response
  ) async throws -> Response {
    let path = request.uri.path
    let ticket = log.begin(.init(path: path), path: path, query: request.uri.query ?? "")
    defer {
      if ticket.route == .list { drift.listRequestEnded(ticket.number, in: workspace) }
    }
    let faults = faults.faults(of: ticket)
    let latency = faults.latency
    let ready = ContinuousClock.now + latency
    let answered: Result<Response, any Error>
    do {
      answered = .success(try await answer(request, context, faults, next))
    } catch {
      answered = .failure(error)
    }
    if latency > .zero {
      try await Task.sleep(until: ready, tolerance: .zero, clock: .continuous)
    }
    let response = try answered.get()
    log.end(ticket, status: Int(response.status.code))
    return response
  }

  private func answer(
    _ request: Request, _ context: BasicRequestContext, _ faults: [Fault],
    _ next: (Request, BasicRequestContext) async throws -> Response
  ) async throws -> Response {
    for fault in faults {
      if let answer = try fault.answer(clock: workspace.clock) { return answer }
    }
    do {
      let response = try await next(rewritten(request, faults), context)
      return try await spoilt(response, faults)
    } catch let error as any HTTPResponseError {
      return try error.response(from: request, context: context)
    }
  }

  private func rewritten(_ request: Request, _ faults: [Fault]) -> Request {
    guard let query = request.uri.query else { return request }
    let rewritten = faults.reduce(query) { $1.query($0) }
    guard rewritten != query else { return request }
    var head = request.head
    head.path = request.uri.path + "?" + rewritten
    return Request(head: head, body: request.body)
  }

  private func spoilt(_ response: Response, _ faults: [Fault]) async throws -> Response {
    let spoiling = faults.filter { $0.needsBody }
    guard !spoiling.isEmpty else { return response }
    var response = response
    var body = try await response.body.collected()
    for fault in spoiling {
      if fault == .repeatedPage {
        body = self.faults.pageToRepeat(body)
      } else if var page = EnvelopeText(body) {
        fault.edit(&page)
        body = page.body
      }
    }
    let sending = spoiling.lazy.compactMap { $0.sending(body) }.first
    response.body = sending ?? ResponseBody(byteBuffer: ByteBuffer(bytes: body))
    return response
  }
}

extension [Fault] {
  /// How long the answer takes at least, the work for it included.
  fileprivate var latency: Duration {
    reduce(.zero) { sum, fault in
      if case .latency(let duration) = fault { sum + duration } else { sum }
    }
  }
}

extension Fault {
  /// Whether the right answer's body is needed to make the wrong one.
  fileprivate var needsBody: Bool {
    switch self {
    case .droppedBody, .stalledBody, .trickledBody, .truncatedBody, .paddedBody, .endlessPages,
      .repeatedPage,
      .emptyPage, .laggingCount:
      true
    case .latency, .refusal, .dropped, .webPage, .wrongHost, .redirect, .ignoredBounds,
      .ignoredSortOrder:
      false
    }
  }
}
