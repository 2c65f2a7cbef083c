import Dispatch
import Foundation
import Synchronization

/// A terminal that remembers all that was written to it.
final class PseudoTerminal: Sendable {
  /// What a program gets for its stdout or stderr.
  let descriptor: Int32
  private let master: Int32
  private let screen = Mutex<[UInt8]>([])
  private let end = DispatchSemaphore(value: 0)

  init(columns: UInt16 = 100, rows: UInt16 = 30) throws {
    (master, descriptor) = try Self.pair()
    var size = winsize()
    size.ws_col = columns
    size.ws_row = rows
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    DispatchQueue(label: "blocking").async { [self] in
      var buffer = [UInt8](repeating: 0, count: 4_096)
      while true {
        let count = read(master, &buffer, buffer.count)
        // The last writer has gone, or there is nothing more.
        guard count > 0 else { break }
        screen.withLock { $0 += buffer[..<count] }
      }
      end.signal()
    }
  }

  private static func pair() throws -> (master: Int32, descriptor: Int32) {
    #if canImport(Darwin)
      let master = posix_openpt(O_RDWR | O_NOCTTY)
      guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master)
      else { throw SpawnFailure(code: errno) }
      let descriptor = open(name, O_RDWR | O_NOCTTY)
    #else
      // Glibc's module leaves posix_openpt out. These are TIOCSPTLCK and TIOCGPTPEER.
      let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      var isLocked: Int32 = 0
      guard master >= 0, ioctl(master, 0x4004_5431, &isLocked) == 0 else {
        throw SpawnFailure(code: errno)
      }
      let descriptor = ioctl(master, 0x5441, O_RDWR | O_NOCTTY | O_CLOEXEC)
    #endif
    guard descriptor >= 0 else { throw SpawnFailure(code: errno) }
    return (master, descriptor)
  }

  /// Everything written so far.
  var written: String { screen.withLock { String(decoding: $0, as: UTF8.self) } }

  /// Everything that was written, once the program has ended and all of it has been read.
  func close() async -> String {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "blocking").async { [self] in
        Foundation.close(descriptor)
        end.wait()
        Foundation.close(master)
        continuation.resume()
      }
    }
    return written
  }
}
