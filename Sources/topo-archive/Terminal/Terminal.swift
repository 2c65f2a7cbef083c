import Activities
import Logging
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What goes to whom: results to stdout, words for people to stderr.
///
/// Colour and bars appear on a terminal only, colour not with `NO_COLOR`. Control characters that
/// come from outside never reach a terminal.
enum Terminal {
  /// How what is said on stderr is written from now on.
  static var logFormat: LogFormat {
    get { format.withLock { $0 } }
    set { format.withLock { $0 = newValue } }
  }

  private static let format = Mutex(LogFormat.text)

  /// Whether stdout is a terminal.
  static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }
  /// Whether stderr is a terminal.
  static var isError: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether lines on stderr can be drawn over.
  static var canDraw: Bool { isError && kind != "dumb" && logFormat == .text }

  /// Whether words on stderr may be coloured.
  static var hasColour: Bool { canDraw && wantsColour }

  /// What can be drawn on stdout; nil where it is no terminal, or one that cannot draw.
  static var canvas: Canvas? {
    guard isOutput, kind != "dumb" else { return nil }
    let (columns, rows) = size(of: STDOUT_FILENO)
    return Canvas(columns: columns, rows: rows, hasColour: wantsColour && Canvas.isColoured(kind))
  }

  private static var kind: String { ProcessInfo.processInfo.environment["TERM"] ?? "" }

  private static var wantsColour: Bool {
    (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
  }

  /// What the terminal says of its size; 80 columns and 24 rows where it says nothing.
  private static func size(of descriptor: Int32) -> (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return (80, 24) }
    return (Int(size.ws_col), size.ws_row > 0 ? Int(size.ws_row) : 24)
  }

  /// Writes one line of words to stderr, in place of the bar if one is drawn.
  static func say(_ line: String) { put(line, .info, keepingBar: false) }

  /// Writes how work went, of which the last line, how it ended, warns unless it ended well.
  static func report(_ lines: [String], isGood: Bool) {
    lines.dropLast().forEach(say)
    if let last = lines.last { put(last, isGood ? .info : .warning, keepingBar: false) }
  }

  /// Writes one line of words to stderr that warns, above the bar if one is drawn.
  static func warn(_ line: String) { put(line, .warning, keepingBar: true) }

  /// Writes what went wrong to stderr, under the command's name.
  static func complain(_ line: String) {
    let name = hasColour ? "\u{1B}[31mtopo-archive:\u{1B}[0m " : "topo-archive: "
    put(line, .error, after: name, keepingBar: false)
  }

  private static func put(
    _ line: String, _ level: Logger.Level, after name: String = "", keepingBar: Bool
  ) {
    guard logFormat == .text else { return log(level, line) }
    bar.withLock { bar in
      let erased = bar == nil ? "" : eraseLine
      if !keepingBar { bar = nil }
      write(Array("\(erased)\(name)\(oneLine(line))\n\(bar ?? "")".utf8), to: STDERR_FILENO)
    }
  }

  /// Writes one JSON object to stderr, as a line of its own.
  static func log(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata = [:]) {
    let line = LogLine.json(level, oneLine(message), metadata, at: .now)
    write(Array("\(line)\n".utf8), to: STDERR_FILENO)
  }

  /// Draws a line on the terminal that the next one, or words, will replace.
  static func drawBar(_ line: String) {
    let width = size(of: STDERR_FILENO).columns
    let fitting = String(oneLine(line).prefix(max(width - 1, 10)))
    bar.withLock { bar in
      bar = fitting
      write(Array((eraseLine + fitting).utf8), to: STDERR_FILENO)
    }
  }

  /// Removes the bar, if one is drawn.
  static func clearBar() {
    bar.withLock { bar in
      guard bar != nil else { return }
      bar = nil
      write(Array(eraseLine.utf8), to: STDERR_FILENO)
    }
  }

  /// The bar that is on the terminal. Words and bars come from several tasks, and none may land in
  /// the middle of another.
  private static let bar = Mutex<String?>(nil)
  private static let eraseLine = "\r\u{1B}[2K"

  /// `text` without anything that would begin another line or control the terminal.
  static func oneLine(_ text: String) -> String {
    harmless(text.split(whereSeparator: \.isNewline).joined(separator: " "))
  }

  /// Writes bytes to stdout as they are.
  static func output(_ bytes: [UInt8]) {
    write(bytes, to: STDOUT_FILENO)
  }

  /// Writes one line of a result to stdout; on a terminal without control characters.
  static func output(_ line: String) {
    output(Array(((isOutput ? harmless(line) : line) + "\n").utf8))
  }

  /// Draws lines on stdout, colours included: no text from outside may be in them.
  static func draw(_ lines: [String]) {
    output(Array(lines.map { $0 + "\n" }.joined().utf8))
  }

  /// `text` with every control character but the line feed and the tab replaced by U+FFFD.
  static func harmless(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      result.append(isControl(scalar) ? "\u{FFFD}" : scalar)
    }
    return String(result)
  }

  /// C0 and C1 controls, and the marks that reorder text (a payload could hide itself by them).
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Results that are lost must not look like results.
  private static func giveUp(_ code: Int32) -> Never {
    complain("cannot write the results: \(String(cString: strerror(code)))")
    exit(ExitStatus.failed.rawValue)
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        #if canImport(Glibc)
          let written = Glibc.write(
            descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        #else
          let written = Darwin.write(
            descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        #endif
        if written < 0, errno == EINTR { continue }
        guard written > 0 else {
          // A reader that has gone away is not this command's failure.
          if descriptor == STDOUT_FILENO, errno != EPIPE { giveUp(errno) }
          return
        }
        rest = rest.dropFirst(written)
      }
    }
  }
}
