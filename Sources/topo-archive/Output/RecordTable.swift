import Activities
import Archiver

/// Records as lines of a table: what was sent to whom and when.
struct RecordTable {
  private static let columns: [(name: String, width: Int)] = [
    ("created_at", 24), ("type", 20), ("channel", 8), ("person_id", 36), ("id", 36),
  ]

  private var cells = RecordCells()

  static let header =
    (columns.map { OutputFormat.padded($0.name, to: $0.width) } + ["metadata"])
    .joined(separator: "  ")

  mutating func line(_ form: ActivityForm) -> String {
    let values = cells.cells(of: form, [.type, .channel, .personID])
    let cells =
      [form.key.instant.description] + values.dropLast() + [form.key.id.description]
    let padded = zip(cells, Self.columns).map { OutputFormat.padded($0, to: $1.width) }
    let line = (padded + values.suffix(1)).joined(separator: "  ")
    return Self.withoutTrailingSpaces(OutputFormat.oneLine(line))
  }

  private static func withoutTrailingSpaces(_ line: String) -> String {
    let kept = line.reversed().drop { $0 == " " }.count
    return String(line.prefix(kept))
  }
}
