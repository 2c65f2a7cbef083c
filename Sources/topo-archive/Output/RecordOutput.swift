import Activities
import Archiver

/// Prints records one after another to stdout.
final class RecordOutput {
  private static let bufferSize = 64 << 10

  private let format: OutputFormat
  private let isTerminal = Terminal.isOutput
  private var buffer: [UInt8] = []
  private var cells = RecordCells()
  private var table = RecordTable()
  private var hasBegun = false

  init(_ format: OutputFormat) {
    self.format = format
    buffer.reserveCapacity(Self.bufferSize)
    if format == .csv { append(RecordCells.csvHeader) }
  }

  /// Prints one record; on a terminal at once.
  func write(_ form: ActivityForm) {
    switch format {
    case .ndjson: append(form.record)
    case .table:
      if !hasBegun { append(RecordTable.header) }
      append(table.line(form))
    case .csv: append(cells.csvLine(form))
    }
    hasBegun = true
    if isTerminal || buffer.count >= Self.bufferSize { flush() }
  }

  /// Prints what has not been printed yet.
  func flush() {
    Terminal.output(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private func append(_ line: String) { append(Array(line.utf8)) }

  private func append(_ line: [UInt8]) {
    if isTerminal {
      buffer += Terminal.harmless(String(decoding: line, as: UTF8.self)).utf8
    } else {
      buffer += line
    }
    buffer.append(UInt8(ascii: "\n"))
  }
}
