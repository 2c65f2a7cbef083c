/// Writes metrics in Prometheus' text format, one after the other.
struct MetricsText {
  private let labels: [(name: String, value: String)]
  private var text = ""

  /// No metrics so far; each will have `labels`.
  init(labels: [(name: String, value: String)]) {
    self.labels = labels
  }

  /// A number that only grows, or begins anew.
  mutating func counter(_ name: MetricName, _ help: String, _ value: Int) {
    add(name, "counter", help, String(value), [])
  }

  /// A number that is so now, with further labels.
  mutating func gauge(
    _ name: MetricName, _ help: String, _ value: Int,
    _ others: [(name: String, value: String)] = []
  ) {
    add(name, "gauge", help, String(value), others)
  }

  /// The same with a decimal fraction, as it is to be written.
  mutating func gauge(_ name: MetricName, _ help: String, _ value: String) {
    add(name, "gauge", help, value, [])
  }

  /// The whole text.
  func finish() -> String { text }

  private mutating func add(
    _ name: MetricName, _ type: String, _ help: String, _ value: String,
    _ others: [(name: String, value: String)]
  ) {
    text += "# HELP \(name.rawValue) \(help)\n# TYPE \(name.rawValue) \(type)\n"
    text += "\(Self.series(name, labels + others)) \(value)\n"
  }

  /// A metric's name with its labels, as a line begins.
  static func series(_ name: MetricName, _ labels: [(name: String, value: String)]) -> String {
    let pairs = labels.map { "\($0.name)=\"\(escaped($0.value))\"" }
    return "\(name.rawValue){\(pairs.joined(separator: ","))}"
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
