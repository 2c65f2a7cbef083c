import NIOCore

extension Answer {
  /// Server-sent events, as they come, until there are none any more.
  static func events(
    _ write: @escaping @Sendable (EventStream) async throws -> Void
  ) -> Answer {
    .streamed(type: "text/event-stream; charset=utf-8") { stream in
      try await write(EventStream(stream: stream))
    }
  }
}

/// Writes server-sent events.
struct EventStream: Sendable {
  fileprivate let stream: AnswerStream

  /// Sends one event whose data is a JSON text, which has no line feeds.
  func send(_ event: String, _ json: String) async throws {
    try await stream.write(ByteBuffer(string: "event: \(event)\ndata: \(json)\n\n"))
  }
}
