import NIOCore

/// What one connection is waiting for, and since when; used on its event loop only.
final class ConnectionTimes {
  /// What has to be done about a connection.
  enum Verdict {
    case fine, refuse, close
  }

  /// When the first byte came of a request that has not ended.
  private(set) var requestBegan: NIODeadline?
  /// Whether the first line of that request has ended.
  private(set) var lineEnded = false
  /// Requests that have come and are not answered.
  private var unanswered = 0
  private var idleSince = NIODeadline.now()
  /// Whether a request has ever come.
  private var hasBegun = false
  /// Pieces of answers that the client has not taken.
  private var waitingWrites = 0
  private var lastTaken = NIODeadline.now()
  private var finishedAt: NIODeadline?

  /// Bytes have come, which belong to a request.
  func received(_ bytes: ByteBuffer) {
    hasBegun = true
    if requestBegan == nil {
      requestBegan = .now()
      lineEnded = false
    }
    lineEnded = lineEnded || bytes.readableBytesView.contains(UInt8(ascii: "\n"))
  }

  /// A request has come to its end.
  func endedRequest() {
    requestBegan = nil
    unanswered += 1
  }

  func endedAnswer() {
    unanswered -= 1
    idleSince = .now()
  }

  func beganWrite() {
    if waitingWrites == 0 { lastTaken = .now() }
    waitingWrites += 1
  }

  func endedWrite() {
    waitingWrites -= 1
    lastTaken = .now()
  }

  /// Whether all requests that have come are answered.
  var isWaiting: Bool { unanswered == 0 }

  /// Nothing more will be answered.
  func finished() { finishedAt = .now() }

  /// Whether all is answered that will be.
  var isFinished: Bool { finishedAt != nil }

  func verdict(_ limits: ConnectionLimits) -> Verdict {
    let now = NIODeadline.now()
    if waitingWrites > 0 { return now - lastTaken > limits.stalled ? .close : .fine }
    if let finishedAt { return now - finishedAt > limits.farewell ? .close : .fine }
    if let requestBegan { return now - requestBegan > limits.request ? .refuse : .fine }
    // Connections that nothing comes on would else keep others waiting to be accepted.
    let patience = hasBegun ? limits.idle : min(limits.idle, limits.request)
    return unanswered == 0 && now - idleSince > patience ? .close : .fine
  }
}
