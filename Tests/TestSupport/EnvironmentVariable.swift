import Foundation

/// What the caller of the tests asks for: more trials, other seeds, a folder to keep archives in.
public enum EnvironmentVariable {
  /// Nil if it is not set, or to no number.
  public static func number(_ name: String) -> Int? {
    text(name).flatMap { Int($0) }
  }

  /// Nil if it is not set.
  public static func text(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }
}
