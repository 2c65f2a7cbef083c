import Activities
import ActivityServer
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Writes one answer to a connection, whole if its body is there, else piece by piece.
struct AnswerWriter {
  private let answers: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
  /// Whether the client knows HTTP/1.1.
  private let isModern: Bool
  private let isHead: Bool
  private let isLast: Bool

  /// For a request of `version`; `isLast` if the connection ends behind it.
  init(
    _ answers: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>, version: HTTPVersion,
    isHead: Bool, isLast: Bool
  ) {
    self.answers = answers
    isModern = version != .http1_0
    self.isHead = isHead
    self.isLast = isLast
  }

  func write(_ answer: Answer) async throws {
    let head = HTTPServerResponsePart.head(head(of: answer))
    switch answer.body {
    case _ where isHead: try await answers.write(contentsOf: [head, .end(nil)])
    case .whole(let bytes):
      try await answers.write(contentsOf: [head, .body(.byteBuffer(bytes)), .end(nil)])
    case .streamed(let write):
      try await answers.write(head)
      try await write(AnswerStream(answers))
      try await answers.write(.end(nil))
    }
  }

  private func head(of answer: Answer) -> HTTPResponseHead {
    var fields = HTTPHeaders()
    var all = HTTPFields.always
    all[.date] = HTTPDate.text(.now)
    var own = answer.headers
    own[.contentLength] = nil
    for field in own { all[field.name] = nil }
    all.append(contentsOf: own)
    for field in all { fields.add(name: field.name.rawName, value: field.value) }
    frame(answer, &fields)
    let status = HTTPResponseStatus(
      statusCode: answer.status.code, reasonPhrase: answer.status.reasonPhrase)
    return HTTPResponseHead(
      version: isModern ? .http1_1 : .http1_0, status: status, headers: fields)
  }

  /// Says where the body ends, and whether the connection does.
  private func frame(_ answer: Answer, _ fields: inout HTTPHeaders) {
    if let length = answer.length {
      if ![.notModified, .noContent].contains(answer.status) {
        fields.add(name: "Content-Length", value: String(length))
      }
    } else if isModern, !isHead {
      // With it, the end of a body would be written behind a head, too.
      fields.add(name: "Transfer-Encoding", value: "chunked")
    }
    if isLast {
      fields.add(name: "Connection", value: "close")
    } else if !isModern {
      fields.add(name: "Connection", value: "keep-alive")
    }
  }
}

/// Takes the body of an answer piece by piece.
struct AnswerStream: Sendable {
  private let answers: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

  fileprivate init(_ answers: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>) {
    self.answers = answers
  }

  /// Sends a piece, and waits while the client has not taken what was sent before.
  func write(_ bytes: ByteBuffer) async throws {
    try await answers.write(.body(.byteBuffer(bytes)))
  }
}
