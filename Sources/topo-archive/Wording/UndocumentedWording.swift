/// Words for what the schema does not document, which is no error by itself.
enum UndocumentedWording {
  private static let shown = 10

  /// The most frequent things, each in a line that begins with `what`.
  static func lines(_ counts: [String: Int], _ what: String = "not documented, no error")
    -> [String]
  {
    let listed = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(shown)
    let rest = counts.count - listed.count
    return listed.map { "\(what): \($0.key), \(Numbers.count($0.value, "time"))" }
      + (rest > 0 ? ["\(what): \(Numbers.grouped(rest)) more"] : [])
  }
}
