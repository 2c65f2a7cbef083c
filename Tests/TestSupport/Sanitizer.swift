#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A sanitizer that the tests, and the program that they run, are built with.
public enum Sanitizer {
  /// Whether accesses are checked for races.
  public static let isThread = has("__tsan_init")
  /// Whether accesses are checked for being within what they may touch.
  public static let isAddress = has("__asan_init")
  /// Whether there is any.
  public static var isOn: Bool { isThread || isAddress }

  private static func has(_ symbol: String) -> Bool { dlsym(dlopen(nil, RTLD_NOW), symbol) != nil }
}
