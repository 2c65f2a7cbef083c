import Activities

/// A line of `snapshots.ndjson`: that a copy was made of some days, and where it was put.
///
/// For people who have to know which copies there are. It proves nothing: nobody verifies it, and the
/// copy may have been moved since.
public struct SnapshotNote: Hashable, Sendable {
  /// When the copy was made, by this machine's clock.
  public let at: Instant
  /// The days that it holds, from midnight to midnight.
  public let window: Window
  /// The index lines of the checkpoint that it was made at.
  public let size: Int
  /// The absolute path of its folder.
  public let folder: String

  /// A note is not longer than this many bytes; nor is a path that a system takes.
  public static let maximumLength = 64 << 10

  /// Nil unless the window is of whole days, at least one, and `size` at least one.
  public init?(at instant: Instant, window: Window, size: Int, folder: String) {
    guard window.isOfWholeDays, size > 0 else { return nil }
    at = instant
    self.window = window
    self.size = size
    self.folder = folder
  }

  /// Reads a line, without its LF; the error names what is wrong with it. Unknown members are ignored.
  public init(line: RawSpan) throws(IndexEntryError) {
    guard line.byteCount <= Self.maximumLength else {
      throw .syntax(JSONSyntaxError(.tooLong, at: Self.maximumLength))
    }
    var reader = try EntryReader(line)
    at = try reader.instant("at")
    window = try reader.daysFromUntil()
    size = try reader.number("size", from: 1)
    folder = try reader.string("folder")
  }

  /// The line, without its LF.
  public var line: [UInt8] {
    var writer = EntryWriter()
    writer.string("at", at.description)
    writer.string("from", window.from.description)
    writer.string("until", window.until.description)
    writer.number("size", size)
    writer.string("folder", folder)
    return writer.finish()
  }
}

extension EntryReader {
  /// The members `from` and `until`, two different midnights in their order.
  mutating func daysFromUntil() throws(IndexEntryError) -> Window {
    let from = try instant("from")
    guard from.day.start == from else { throw .malformed(member: "from") }
    let until = try instant("until")
    guard from < until, until.day.start == until else { throw .malformed(member: "until") }
    return Window(from: from, until: until)
  }
}

extension Window {
  /// Whether the window begins and ends at midnight UTC, and is not empty.
  public var isOfWholeDays: Bool {
    !isEmpty && from.day.start == from && until.day.start == until
  }
}
