import NIOCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What clients may ask of their connections.
public struct ConnectionLimits: Sendable {
  /// How long a request may take from its first byte to its last, and the first one to begin.
  public var request = TimeAmount.seconds(10)
  /// How long a connection may wait for the next request.
  public var idle = TimeAmount.seconds(60)
  /// How long a client may take nothing of an answer that is waiting for it.
  public var stalled = TimeAmount.seconds(30)
  /// How long what a client still sends is read after the last answer, so that the answer gets there.
  public var farewell = TimeAmount.seconds(2)
  /// How long a search may go on without telling how far it is.
  public var silence = Duration.milliseconds(250)
  /// The bytes of a request's body.
  public var body = 4_096
  /// The bytes of the names and values of a request's head, its target among them.
  public var head = 32_768
  /// The fields of a request's head.
  public var fields = 100
  /// Connections that are open at the same time; others wait to be accepted. A quarter of the files
  /// that this process may open, and the rest for the archive's.
  public var connections = min(512, max(4, Self.openFiles / 4))
  /// Answers that read through the archive at the same time; others wait for their turn.
  public var scans = min(32, max(1, Self.openFiles / 32))

  /// For people with browsers, and for scripts.
  public init() {}

  private static var openFiles: Int {
    var limit = rlimit()
    #if canImport(Glibc)
      let code = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    #else
      let code = getrlimit(RLIMIT_NOFILE, &limit)
    #endif
    return code == 0 ? Int(clamping: limit.rlim_cur) : 0
  }
}
