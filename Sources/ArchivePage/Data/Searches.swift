import Activities
import ArchiveStore
import Archiver
import HTTPTypes
import NIOCore
import Patterns

/// Searches and exports of an archive, found and sent record after record.
struct Searches: Sendable {
  /// The blocks that one search scans side by side.
  private static let concurrency = min(processorCount(), 4)
  /// What of an export is sent at once.
  private static let pieceSize = 64 << 10

  let archive: ServedArchive
  let slots: ScanSlots
  let words: PageWords
  let damage: KnownDamage
  /// How long a search may go on without telling how far it is.
  let silence: Duration

  /// Records as they are found, a line each, between them lines that tell how far the search has come,
  /// and a last line that tells what came of it.
  func search(_ query: [(name: String, value: String)]) async throws -> Answer {
    let parameters = try SearchParameters(search: query, words)
    let query = try parameters.query()
    let archive = try await archive.current().archive
    return .streamed(type: "application/x-ndjson; charset=utf-8") { stream in
      try await slots.use {
        var page = FoundPage(limit: parameters.limit, parameters.place)
        var toldAt = ContinuousClock.now
        let search = Search(archive, concurrency: Self.concurrency)
        // One more tells whether something follows.
        let report = try await search.records(
          matching: query, order: parameters.order, after: parameters.after,
          limit: parameters.limit + 1,
          progress: { progress in
            guard ContinuousClock.now - toldAt > silence else { return }
            toldAt = .now
            try await stream.write(ByteBuffer(string: Self.line(progress)))
          },
          deliver: { form in
            if let line = page.take(form) { try await stream.write(ByteBuffer(string: line)) }
          })
        for fault in report.faults { damage.met(fault) }
        let isFound = report.records > 0 || parameters.after != nil
        let hints = words.hints(query, archive, isFound)
        let unread = archive.unread(of: query.filter)
        try await stream.write(ByteBuffer(string: page.end(report, hints, unread)))
      }
    }
  }

  /// What grep prints for the same query, to be saved.
  ///
  /// If part of the archive cannot be read, the connection is closed without an end, so that nobody
  /// takes what came for the whole.
  func export(_ query: [(name: String, value: String)]) async throws -> Answer {
    let parameters = try SearchParameters(export: query, words)
    let query = try parameters.query()
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
        for fault in report.faults { damage.met(fault) }
        guard report.isWhole else { throw ExportNotWhole() }
        if piece.readableBytes > 0 { try await stream.write(piece) }
      }
    }
  }
}

extension Searches {
  /// The line that tells how far a search has come.
  fileprivate static func line(_ progress: SearchProgress) -> String {
    var numbers = JSONText()
    numbers.number("blocks", progress.blocks)
    numbers.number("total_blocks", progress.totalBlocks)
    var object = JSONText()
    object.raw("progress", numbers.finish())
    return object.finish() + "\n"
  }
}

/// Part of what was to be exported cannot be read.
private struct ExportNotWhole: Error {}

/// The lines of a search's answer.
private struct FoundPage {
  let limit: Int
  private var place: PatternPlace?
  private var delivered = 0
  private var last: RecordKey?
  private var hasMore = false

  /// `place` tells what of each record matches.
  init(limit: Int, _ place: PatternPlace?) {
    self.limit = limit
    self.place = place
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
    if let range = place?.range(in: form.record.span.bytes) {
      object.array("match", [String(range.lowerBound), String(range.upperBound)])
    }
    return object.finish() + "\n"
  }

  /// The last line.
  func end(
    _ report: SearchReport, _ hints: [PageWords.Hint], _ unread: [Window]
  ) -> String {
    var end = JSONText()
    end.string("next", hasMore ? last?.cursor : nil)
    end.number("delivered", delivered)
    end.boolean("whole", report.isWhole)
    end.number("faults", report.faultCount + report.unreadableRecords)
    end.number("blocks_read", report.blocksRead)
    end.number("blocks_passed_over", report.blocksPassedOver)
    end.array("hints", hints.map(Self.hint))
    end.windows("unread", unread)
    var object = JSONText()
    object.raw("end", end.finish())
    return object.finish() + "\n"
  }

  private static func hint(_ hint: PageWords.Hint) -> String {
    var object = JSONText()
    object.string("parameter", hint.parameter)
    object.string("message", hint.words)
    return object.finish()
  }
}
