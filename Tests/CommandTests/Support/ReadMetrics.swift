import Foundation
import Testing

/// A file of metrics as Prometheus reads it.
struct ReadMetrics: Decodable {
  let values: [String: Double]
  let labels: [String: [String: String]]

  /// Reads a file by another program; a metric that breaks the conventions is a failure.
  static func read(_ path: String) throws -> ReadMetrics {
    let read = try Python.run("read_metrics.py", [path])
    try #require(read.status == 0, "\((try? String(contentsOfFile: path, encoding: .utf8)) ?? "")")
    return try JSONDecoder().decode(ReadMetrics.self, from: Data(read.output.utf8))
  }

  /// The value of a metric by its name, of which `topo_archive_` is left out.
  subscript(_ name: String) -> Double? { values["topo_archive_\(name)"] }
}
