#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the system keeps of a process that crashes: all of its memory, the API key included.
enum CoreFiles {
  /// Has the system keep nothing of this process.
  static func forbid() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    // It cannot fail: everybody may lower a limit.
    setrlimit(core, &none)
  }

  #if canImport(Glibc)
    private static let core = __rlimit_resource_t(RLIMIT_CORE.rawValue)
  #else
    private static let core = RLIMIT_CORE
  #endif
}
