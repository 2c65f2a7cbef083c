import Foundation

/// What the caller of the tests asks for: more trials, other seeds.
public enum EnvironmentVariable {
  /// Nil if it is not set, or to no number.
  public static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }
}
