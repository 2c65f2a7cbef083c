import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Patterns

/// An archive in a temporary folder, which goes with its last reference.
final class SearchArchive: Sendable {
  let path: String
  let writer: ArchiveWriter

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("search-\(UUID().uuidString)").path
    let entry = ArchiveEntry(
      id: SampleActivity.identifier(1), source: "https://api.topo.io",
      createdAt: SampleActivity.day(0).start)
    writer = try ArchiveWriter(at: path, creating: entry)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Commits records, a part for each day, and gives the archive with them.
  @discardableResult
  func commit(
    _ activities: [SampleActivity], amendments: [SampleActivity] = [], walks: [WalkEntry] = []
  ) async throws -> Archive {
    try await commit(
      records: activities.map { ($0.key, $0.record) },
      amendments: amendments.map { ($0.key, $0.record) }, walks: walks)
  }

  @discardableResult
  func commit(
    records: [(key: RecordKey, record: [UInt8])],
    amendments: [(key: RecordKey, record: [UInt8])] = [], walks: [WalkEntry] = []
  ) async throws -> Archive {
    let segments =
      try stage(records) { .activities($0) } + stage(amendments) { .amendments($0) }
    return try await writer.commit(segments, walks: walks)
  }

  private func stage(
    _ records: [(key: RecordKey, record: [UInt8])], _ folder: (UTCDay) -> SegmentLocation.Folder
  ) throws -> [StagedSegment] {
    let days = Dictionary(grouping: records) { $0.key.instant.day }
    return try days.sorted { $0.key < $1.key }.flatMap { day, records in
      var segment = try SegmentWriter(folder(day), in: writer.staging)
      for (_, record) in records.sorted(by: { $0.key < $1.key }) {
        try segment.append(record.span.bytes)
      }
      return try segment.finish()
    }
  }

  /// Removes a segment's file, which nothing can read from then on.
  func remove(_ location: SegmentLocation) throws {
    try FileManager.default.removeItem(atPath: path + "/" + location.path)
  }

  func removeAllSegments(of archive: Archive) throws {
    for stream in SegmentStream.allCases {
      for segment in archive.segments(of: stream) { try remove(segment.location) }
    }
  }
}

extension Search {
  /// The records that match, as texts.
  func texts(_ query: SearchQuery, limit: Int? = nil) async throws -> [String] {
    try await found(query, limit: limit).texts
  }

  func found(
    _ query: SearchQuery, limit: Int? = nil
  ) async throws -> (texts: [String], report: SearchReport) {
    var texts: [String] = []
    let report = try await records(matching: query, limit: limit) {
      texts.append(String(decoding: $0.record, as: UTF8.self))
    }
    return (texts, report)
  }
}

extension SearchQuery {
  init(_ pattern: String, _ options: Pattern.Options = []) throws {
    self.init(pattern: try Pattern(pattern, options: options))
  }

  init(_ set: (inout ActivityFilter) -> Void) {
    self.init()
    set(&filter)
  }
}
