import Dispatch
import Foundation

/// A connection to a loopback port, byte by byte.
///
/// It blocks; so it is used on a thread of its own, as the server needs those of the tasks.
public struct Wire: ~Copyable {
  private let descriptor: Int32
  /// What was read and not taken.
  private var held: [UInt8] = []

  /// Hands a new connection to `body`.
  public static func open<Value: Sendable>(
    _ port: Int, receiving bytes: Int32 = 0,
    _ body: @escaping @Sendable (inout Wire) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue(label: "wire").async {
        continuation.resume(
          with: Result {
            var wire = try Wire(port, receiving: bytes)
            return try body(&wire)
          })
      }
    }
  }

  private init(_ port: Int, receiving bytes: Int32) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    if bytes > 0 {
      var size = bytes
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    // A test that waits in vain is to fail, not to hang.
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else { throw WireError.closed }
  }

  deinit { close(descriptor) }

  /// Sends bytes as they are; false if the other end takes no more, or nothing for a minute.
  @discardableResult public mutating func send(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest.removeFirst(count)
    }
    return true
  }

  /// Whether something has come that was not taken.
  public var hasAnswer: Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, 0) > 0
  }

  /// Everything up to the end of the connection.
  public mutating func rest() throws -> [UInt8] {
    while try receive() {}
    defer { held = [] }
    return held
  }

  /// One answer, whose body ends as its head says.
  public mutating func answer(isHead: Bool = false) throws -> WireAnswer {
    let separator = Array("\r\n\r\n".utf8)
    while held.firstRange(of: separator) == nil {
      guard try receive() else { throw WireError.closed }
    }
    guard let end = held.firstRange(of: separator) else { throw WireError.closed }
    var answer = WireAnswer(head: String(decoding: held[..<end.lowerBound], as: UTF8.self))
    held.removeFirst(end.upperBound)
    guard !isHead else { return answer }
    if answer.fields["transfer-encoding"] == "chunked" {
      while let piece = try chunk() { answer.body += piece }
    } else if let length = answer.fields["content-length"].flatMap({ Int($0) }) {
      answer.body = try take(length)
    }
    return answer
  }

  private mutating func chunk() throws -> [UInt8]? {
    let lineEnd = Array("\r\n".utf8)
    while held.firstRange(of: lineEnd) == nil {
      guard try receive() else { throw WireError.closed }
    }
    guard let end = held.firstRange(of: lineEnd) else { throw WireError.closed }
    let size = Int(String(decoding: held[..<end.lowerBound], as: UTF8.self), radix: 16)
    held.removeFirst(end.upperBound)
    let piece = try take((size ?? 0) + 2).dropLast(2)
    return piece.isEmpty ? nil : Array(piece)
  }

  private mutating func take(_ count: Int) throws -> [UInt8] {
    while held.count < count {
      guard try receive() else { throw WireError.closed }
    }
    defer { held.removeFirst(count) }
    return Array(held.prefix(count))
  }

  /// Whether more has come; false at the end of the connection.
  private mutating func receive() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else {
      if count < 0, errno == EAGAIN { throw WireError.silent }
      return false
    }
    held += buffer[..<count]
    return true
  }
}

/// What can go wrong on a wire.
public enum WireError: Error {
  /// The other end has closed.
  case closed
  /// The other end has sent nothing for a minute.
  case silent
}

/// An answer as it came.
public struct WireAnswer: Sendable {
  /// Its number.
  public let status: Int
  /// By lower-case names.
  public let fields: [String: String]
  /// Without the marks of a transfer in pieces.
  public var body: [UInt8] = []

  init(head: String) {
    let lines = head.split(separator: "\r\n")
    status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    fields = Dictionary(
      lines.dropFirst().map { line in
        let parts = line.split(separator: ":", maxSplits: 1)
        return (parts[0].lowercased(), parts.last?.trimmingCharacters(in: .whitespaces) ?? "")
      }, uniquingKeysWith: { "\($0), \($1)" })
  }

  /// The body as text.
  public var text: String { String(decoding: body, as: UTF8.self) }

  /// The code of an error's JSON body; nil if it is none.
  public var code: String? {
    struct Body: Decodable {
      struct Error: Decodable {
        let code, message: String
      }
      let error: Error
    }
    return (try? JSONDecoder().decode(Body.self, from: Data(body)))?.error.code
  }
}
