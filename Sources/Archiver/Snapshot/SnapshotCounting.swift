import Activities
import ArchiveFormat
import ArchiveStore

/// Reads all records of a window, day by day, several days at the same time.
struct SnapshotCounting {
  let archive: Archive
  let window: Window
  private let vanished: [Identifier: Instant]

  init(_ archive: Archive, _ window: Window) {
    self.archive = archive
    self.window = window
    let noticed = VanishedActivity.all(archive.walks).map { ($0.id, $0.noticedAt) }
    vanished = Dictionary(noticed) { first, _ in first }
  }

  /// What cannot be read is left out: `verify` tells of it. Throws `CancellationError` and
  /// `StoreError.outOfMemory`.
  func run() async throws -> SnapshotCounts {
    let days = Set(archive.days(of: .activities)).union(archive.days(of: .amendments)).sorted()
      .filter { window.contains($0.start) }
    let counts = try await days.mapSideBySide { day in
      var counting = DayCounting(archive, vanished)
      return try counting.count(day)
    }
    return counts.reduce(into: SnapshotCounts()) { $0.add($1) }
  }
}

/// Reads the records of one day.
private struct DayCounting {
  private let archive: Archive
  private let vanished: [Identifier: Instant]
  private var counts = SnapshotCounts()
  private var forms: [Identifier: Int] = [:]

  init(_ archive: Archive, _ vanished: [Identifier: Instant]) {
    self.archive = archive
    self.vanished = vanished
  }

  mutating func count(_ day: UTCDay) throws(StoreError) -> SnapshotCounts {
    let archive = archive
    for segment in archive.segments(in: .amendments(day)) {
      try archive.forEachReadableRecord(of: segment) { _, fields, _ in
        counts.amendments += 1
        forms[fields.id, default: 0] += 1
      }
    }
    for segment in archive.segments(in: .activities(day)) {
      try archive.forEachReadableRecord(of: segment) { record, fields, reader in
        add(record, fields, reader)
      }
    }
    // Parts of a day overlap in time.
    counts.amendedActivities = Self.first(counts.amendedActivities)
    counts.vanishedActivities = Self.first(counts.vanishedActivities)
    counts.amended = forms.count
    return counts
  }

  private mutating func add(_ record: RawSpan, _ fields: RecordFields, _ reader: RecordReader) {
    let type = reader.payloadString(.type, of: fields, in: record)
    counts.activities += 1
    counts.types.add(type)
    counts.channels.add(reader.payloadString(.channel, of: fields, in: record))
    if let count = forms[fields.id] {
      counts.amendedActivities.append(activity(fields, type, forms: count, noticedAt: nil))
    }
    if let instant = vanished[fields.id] {
      counts.vanished += 1
      counts.vanishedActivities.append(activity(fields, type, forms: 0, noticedAt: instant))
    }
  }

  private func activity(
    _ fields: RecordFields, _ type: String?, forms: Int, noticedAt: Instant?
  ) -> SnapshotCounts.Activity {
    SnapshotCounts.Activity(
      key: fields.key, type: type.map { String($0.prefix(ValueCounts.longestValue)) },
      forms: forms, noticedAt: noticedAt)
  }

  private static func first(_ activities: [SnapshotCounts.Activity]) -> [SnapshotCounts.Activity] {
    Array(activities.sorted { $0.key < $1.key }.prefix(SnapshotCounts.mostListed))
  }
}

extension Archive {
  /// Passes over blocks and records that cannot be read.
  fileprivate func forEachReadableRecord(
    of segment: Segment, _ body: (RawSpan, RecordFields, RecordReader) -> Void
  ) throws(StoreError) {
    do throws(StoreError) {
      var scanner = try folder.scanner(of: segment)
      var reader = RecordReader()
      var content: [UInt8] = []
      while let block = try scanner.next(into: &content) {
        guard block.fault == nil else { continue }
        var lines = LineRanges()
        while let range = lines.next(in: content.span.bytes) {
          let record = content.span.bytes.extracting(range)
          guard let fields = try? reader.read(record) else { continue }
          body(record, fields, reader)
        }
      }
    } catch {
      if case .outOfMemory = error { throw error }
    }
  }
}
