import Activities

/// Why a line of the index is not an entry that this version knows.
public enum IndexEntryError: Error, Hashable, Sendable {
  /// No strict JSON text.
  case syntax(JSONSyntaxError)
  case notAnObject
  /// The member is missing, or its value is not one that the format allows.
  case malformed(member: String)
  /// `path` or `replaces` is no path of a segment: following it could leave the archive.
  case unsafePath(String)
  /// Made by a newer version: another `kind`.
  case unsupportedKind(String)
  /// Made by a newer version: another `format`.
  case unsupportedFormat(Int64)

  /// Whether a newer version made the line, so that it is not damage.
  public var isUnsupported: Bool {
    switch self {
    case .unsupportedKind, .unsupportedFormat: true
    case .syntax, .notAnObject, .malformed, .unsafePath: false
    }
  }
}
