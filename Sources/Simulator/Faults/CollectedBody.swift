import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Synchronization

extension ResponseBody {
  /// All bytes of the body.
  func collected() async throws -> [UInt8] {
    let bytes = CollectedBytes()
    try await write(CollectingWriter(bytes: bytes))
    return bytes.value.withLock { Array($0.readableBytesView) }
  }
}

private final class CollectedBytes: Sendable {
  let value = Mutex(ByteBuffer())
}

private struct CollectingWriter: ResponseBodyWriter {
  let bytes: CollectedBytes

  func write(_ buffer: ByteBuffer) async throws {
    bytes.value.withLock { _ = $0.writeImmutableBuffer(buffer) }
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
