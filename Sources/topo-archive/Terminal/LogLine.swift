import Activities
import Logging

/// What is said on stderr with `--log-format json`: one object a line.
enum LogLine {
  /// An object of `time`, `level`, `message` and, by their names, the metadata.
  ///
  /// A number stays one, and a duration becomes the number of its seconds.
  static func json(
    _ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata = [:], at time: Instant
  ) -> String {
    var object = JSONText()
    object.string("time", time.description)
    object.string("level", level.rawValue)
    object.string("message", message)
    for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
      object.raw(name, json(value))
    }
    return object.finish()
  }

  private static func json(_ value: Logger.MetadataValue) -> String {
    switch value {
    case .stringConvertible(let number as Int): String(number)
    case .stringConvertible(let duration as Duration): String(duration / .seconds(1))
    default: JSONText.quoted(Terminal.oneLine("\(value)"))
    }
  }
}

/// Writes what is logged to stderr, each event as a `LogLine`.
struct JSONLogHandler: LogHandler {
  var logLevel = Logger.Level.info
  var metadata = Logger.Metadata()
  var metadataProvider: Logger.MetadataProvider?

  subscript(metadataKey name: String) -> Logger.Metadata.Value? {
    get { metadata[name] }
    set { metadata[name] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    Terminal.log(event.level, "\(event.message)", all)
  }
}
