import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Simulator
import Testing

/// The archive held against what the simulator shows, id by id and byte by byte.
extension FetchFixture {
  /// Every visible activity is held in its present form, every other one is said to be gone, and
  /// what cannot be placed is in quarantine.
  func expectTruth(_ comment: Comment, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let archive = try archive()
    var latest: [Identifier: [UInt8]] = [:]
    for (id, record) in try identified(records()) { latest[id] = Array(record.utf8) }
    let held = Set(latest.keys)
    latest.merge(try archive.latestAmendments(of: held)) { $1 }
    var gone: Set<Identifier> = []
    for walk in archive.walks {
      gone.subtract(walk.returned)
      gone.formUnion(walk.vanished)
    }
    var visible: Set<Identifier> = []
    var unplaceable: Set<[UInt8]> = []
    var reader = RecordReader()
    for activity in simulator.workspace.activities() {
      let minified = JSONMinifier.minify(activity.record.span.bytes)
      guard let id = try? reader.read(minified.span.bytes).id else {
        unplaceable.insert(activity.record)
        continue
      }
      visible.insert(id)
      let form = latest[id]
      #expect(form == minified, "\(comment): \(id)", sourceLocation: sourceLocation)
    }
    #expect(held.subtracting(visible) == gone, comment, sourceLocation: sourceLocation)
    let quarantined = Set(
      try records(.quarantine).map { try QuarantineRecord(line: Array($0.utf8).span.bytes).item })
    #expect(unplaceable.isSubset(of: quarantined), comment, sourceLocation: sourceLocation)
  }

  /// Records with their ids.
  func identified(_ records: [String]) throws -> [(Identifier, String)] {
    var reader = RecordReader()
    return try records.map { (try reader.read(Array($0.utf8).span.bytes).id, $0) }
  }
}
