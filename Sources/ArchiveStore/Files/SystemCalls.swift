#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension StoreError {
  /// The failure that `errno` tells of, read before anything else can change it.
  static func last(_ call: SystemCall, _ path: String) -> StoreError {
    let code = errno
    // A last component that is a symbolic link answers ELOOP to O_NOFOLLOW.
    if call == .open, code == ELOOP { return .pathUnsafe(path) }
    return .system(SystemFailure(call: call, code: code, path: path))
  }

  /// Whether this is a system call that left `code`.
  func isSystem(_ code: Int32) -> Bool {
    if case .system(let failure) = self { failure.code == code } else { false }
  }
}

/// Makes a call until a signal does not interrupt it, and throws what it left in `errno`.
@discardableResult
func check<Result: SignedInteger>(
  _ call: SystemCall, _ path: String, _ body: () -> Result
) throws(StoreError) -> Result {
  while true {
    let result = body()
    if result != -1 { return result }
    guard errno == EINTR else { throw .last(call, path) }
  }
}
