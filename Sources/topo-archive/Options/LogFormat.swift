import ArgumentParser

/// How what is said on stderr is written.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
  /// Lines for people.
  case text
  /// One JSON object a line, for what collects logs.
  case json
}

/// A command that asks the API, which a timer may run.
protocol APICommand: AsyncParsableCommand {
  /// How it does.
  var connection: ConnectionOptions { get }
}
