#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The processors that are online, at least one.
public func processorCount() -> Int {
  max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
