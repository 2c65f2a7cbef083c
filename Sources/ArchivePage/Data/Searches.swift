import Activities
import ArchiveStore
import Archiver
import HTTPTypes
import NIOCore

/// Searches and exports of an archive, found and sent record after record.
struct Searches: Sendable {
  /// The blocks that one search scans side by side.
  private static let concurrency = min(processorCount(), 4)
  /// What of an export is sent at once.
  private static let pieceSize = 64 << 10

  let archive: ServedArchive
  let slots: ScanSlots
  let words: PageWords

  /// Records as they are found, a line each, and a last line that tells what came of the search.
  func search(_ query: [(name: String, value: String)]) async throws -> Answer {
    let parameters = try SearchParameters(search: query)
    let query = try parameters.query(words)
    let archive = try await archive.current().archive
    return .streamed(type: "application/x-ndjson; charset=utf-8") { stream in
      try await slots.use {
        var page = FoundPage(limit: parameters.limit)
        let search = Search(archive, concurrency: Self.concurrency)
        // One more tells whether something follows.
        let report = try await search.records(
          matching: query, order: parameters.order, after: parameters.after,
          limit: parameters.limit + 1
        ) { form in
          if let line = page.take(form) { try await stream.write(ByteBuffer(string: line)) }
        }
        try await stream.write(ByteBuffer(string: page.end(report)))
      }
    }
  }

  /// What grep prints for the same query, to be saved.
  ///
  /// If part of the archive cannot be read, the connection is closed without an end, so that nobody
  /// takes what came for the whole.
  func export(_ query: [(name: String, value: String)]) async throws -> Answer {
    let parameters = try SearchParameters(export: query)
    let query = try parameters.query(words)
    let archive = try await archive.current().archive
    let isCSV = parameters.isCSV
    let name = isCSV ? "activities.csv" : "activities.ndjson"
    return .streamed(
      type: isCSV ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8",
      [.contentDisposition: "attachment; filename=\"\(name)\""]
    ) { stream in
      try await slots.use {
        var cells = RecordCells()
        var piece = ByteBuffer()
        if isCSV { piece.writeString(RecordCells.csvHeader + "\n") }
        let search = Search(archive, concurrency: Self.concurrency)
        let report = try await search.records(matching: query, order: parameters.order) { form in
          if isCSV { piece.writeString(cells.csvLine(form)) } else { piece.writeBytes(form.record) }
          piece.writeInteger(UInt8(ascii: "\n"))
          guard piece.readableBytes >= Self.pieceSize else { return }
          try await stream.write(piece)
          piece.clear()
        }
        guard report.isWhole else { throw ExportNotWhole() }
        if piece.readableBytes > 0 { try await stream.write(piece) }
      }
    }
  }
}

/// Part of what was to be exported cannot be read.
private struct ExportNotWhole: Error {}

/// The lines of a search's answer.
private struct FoundPage {
  let limit: Int
  private var delivered = 0
  private var last: RecordKey?
  private var hasMore = false

  init(limit: Int) {
    self.limit = limit
  }

  /// The line of a record; nil for the one that shows only that something follows.
  mutating func take(_ form: ActivityForm) -> String? {
    guard delivered < limit else {
      hasMore = true
      return nil
    }
    delivered += 1
    last = form.key
    var object = JSONText()
    object.raw("record", String(decoding: form.record, as: UTF8.self))
    object.boolean("redacted", form.redaction != nil)
    return object.finish() + "\n"
  }

  /// The last line.
  func end(_ report: SearchReport) -> String {
    var end = JSONText()
    end.string("next", hasMore ? last?.cursor : nil)
    end.number("delivered", delivered)
    end.boolean("whole", report.isWhole)
    end.number("faults", report.faultCount + report.unreadableRecords)
    end.number("blocks_read", report.blocksRead)
    end.number("blocks_passed_over", report.blocksPassedOver)
    var object = JSONText()
    object.raw("end", end.finish())
    return object.finish() + "\n"
  }
}
