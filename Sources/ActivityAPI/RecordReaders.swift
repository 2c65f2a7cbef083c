import Activities
import Synchronization

/// Readers of records that one page leaves to the next, with what they have learnt.
///
/// There are as many as pages were read at the same time.
final class RecordReaders: Sendable {
  /// What a reader takes in memory grows with what it reads: those of larger bodies are not kept.
  private static let largestBody = 512 << 10

  private let idle = Mutex<[RecordReader]>([])

  /// Reads the envelope that a body is, as `PageSplitter` does.
  func page(_ body: [UInt8]) throws(EnvelopeError) -> Page {
    guard body.count <= Self.largestBody else {
      var reader = RecordReader()
      return try PageSplitter.page(body, with: &reader)
    }
    var reader = idle.withLock { $0.popLast() } ?? RecordReader()
    defer { idle.withLock { $0.append(reader) } }
    return try PageSplitter.page(body, with: &reader)
  }
}
