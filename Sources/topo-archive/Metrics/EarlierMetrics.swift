/// What the metrics of earlier runs say that go on from run to run.
struct EarlierMetrics {
  private var values: [MetricName: Int] = [:]

  /// Those of no run.
  init() {}

  /// Those that `text` has with `labels`; nil if it has none, and is of something else.
  init?(_ text: String, labels: [(name: String, value: String)]) {
    let lines = text.split(separator: "\n")
    for name in [MetricName.runs, .requests, .retries, .lastSuccess] {
      let beginning = MetricsText.series(name, labels) + " "
      guard let line = lines.first(where: { $0.hasPrefix(beginning) }),
        let value = Int(line.dropFirst(beginning.count)), value >= 0
      else { continue }
      values[name] = value
    }
    if values.isEmpty { return nil }
  }

  /// The value of a metric; 0 if it has none, or one from which nothing could be counted on.
  subscript(_ name: MetricName) -> Int {
    let value = values[name] ?? 0
    return value < Int.max / 2 ? value : 0
  }
}
