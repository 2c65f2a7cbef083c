import Dispatch
import Foundation
import Synchronization

/// A server that gives every request the same answer, whatever it asks, and is no API at all.
final class CannedServer: Sendable {
  let baseURL: String
  private let listener: Int32
  private let answer: Mutex<[UInt8]>
  /// What follows the answer, again and again: a body without end.
  private let piece: (bytes: [UInt8], times: Int)
  private let received = Mutex<[String]>([])
  private let sent = Atomic(0)
  private let isStopped = Atomic(false)
  private let end = DispatchSemaphore(value: 0)

  /// Listens at a free loopback port and answers with a page or something that claims to be one.
  convenience init(json: String) throws {
    try self.init(status: "200 OK", type: "application/json", body: json)
  }

  /// Listens at a free loopback port.
  convenience init(status: String, type: String, body: String) throws {
    try self.init(Self.text(status: status, type: type, body: body))
  }

  /// Answers with a head and a body as they are, then with `piece` as often as `times` says.
  init(_ bytes: [UInt8], piece: [UInt8] = [], times: Int = 0) throws {
    self.piece = (piece, times)
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // A program started meanwhile would keep the port open.
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 8) == 0
          && getsockname(listener, $0, &size) == 0
      }
    }
    guard isListening else { throw SpawnFailure(code: errno) }
    self.listener = listener
    baseURL = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
    answer = Mutex(bytes)
    DispatchQueue(label: "blocking").async { [self] in
      while !isStopped.load(ordering: .acquiring) {
        var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 20) > 0 else { continue }
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { continue }
        var buffer = [UInt8](repeating: 0, count: 8_192)
        var request: [UInt8] = []
        while !request.suffix(4).elementsEqual("\r\n\r\n".utf8) {
          let count = read(connection, &buffer, buffer.count)
          guard count > 0 else { break }
          request += buffer[..<count]
        }
        received.withLock { $0.append(String(decoding: request, as: UTF8.self)) }
        give(answer.withLock { $0 }, to: connection)
        close(connection)
      }
      close(listener)
      end.signal()
    }
  }

  /// The heads of the requests that came.
  var requests: [String] { received.withLock { $0 } }

  /// How many bytes clients have taken.
  var bytesSent: Int { sent.load(ordering: .acquiring) }

  private func give(_ answer: [UInt8], to connection: Int32) {
    for bytes in [answer] + Array(repeating: piece.bytes, count: piece.times) {
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes {
          send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return }
        rest.removeFirst(count)
        sent.add(count, ordering: .acquiringAndReleasing)
      }
    }
  }

  /// Answers otherwise from now on.
  func answer(json: String) {
    answer.withLock { $0 = Self.text(status: "200 OK", type: "application/json", body: json) }
  }

  private static func text(status: String, type: String, body: String) -> [UInt8] {
    let head = "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)"
    return Array("\(head)\r\nConnection: close\r\n\r\n\(body)".utf8)
  }

  /// Stops to listen; the port is free when this returns.
  func stop() {
    isStopped.store(true, ordering: .releasing)
    end.wait()
  }

  /// An address that nothing listens at: port 1 has been out of use for decades.
  static let nowhere = "http://127.0.0.1:1"
}
