import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// A response as it was received, its body whole.
struct CollectedResponse: Sendable {
  let head: HTTPResponseHead
  let body: [UInt8]
}

/// Collects one response where it comes in: its body in the one array that the page's records stay in.
///
/// Nothing is woken before the response is whole.
final class ResponseCollector: HTTPClientResponseDelegate {
  private struct Contents {
    var head: HTTPResponseHead?
    var body: [UInt8] = []
  }

  private let largestBody: Int
  private let contents = Mutex(Contents())

  /// A larger body, in bytes, fails the request with `NIOTooManyBytesError`.
  init(largestBody: Int) {
    self.largestBody = largestBody
  }

  func didReceiveHead(
    task: HTTPClient.Task<CollectedResponse>, _ head: HTTPResponseHead
  ) -> EventLoopFuture<Void> {
    let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
    contents.withLock { contents in
      contents.head = head
      contents.body.reserveCapacity(min(max(length, 0), largestBody))
    }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(
    task: HTTPClient.Task<CollectedResponse>, _ buffer: ByteBuffer
  ) -> EventLoopFuture<Void> {
    let fits = contents.withLock { contents in
      guard contents.body.count + buffer.readableBytes <= largestBody else { return false }
      buffer.withUnsafeReadableBytes { contents.body.append(contentsOf: $0) }
      return true
    }
    return fits
      ? task.eventLoop.makeSucceededVoidFuture()
      : task.eventLoop.makeFailedFuture(NIOTooManyBytesError(maxBytes: largestBody))
  }

  func didFinishRequest(task: HTTPClient.Task<CollectedResponse>) throws -> CollectedResponse {
    try contents.withLock { contents in
      guard let head = contents.head else { throw HTTPClientError.remoteConnectionClosed }
      return CollectedResponse(head: head, body: contents.body)
    }
  }
}
