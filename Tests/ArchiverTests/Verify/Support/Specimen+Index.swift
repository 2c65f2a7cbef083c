import Activities
import ArchiveFormat
import ArchiveStore
import Testing

extension Specimen {
  /// The index lines, without their LFs.
  func indexLines() throws -> [[UInt8]] {
    try bytes(Layout.index).split(separator: UInt8(ascii: "\n")).map { Array($0) }
  }

  /// Replaces the index, and the checkpoint by one that stands for it.
  func seal(_ lines: [[UInt8]]) throws {
    try write(lines.flatMap { $0 + [UInt8(ascii: "\n")] }, to: Layout.index)
    let root = MerkleTree.root(of: lines.map { MerkleTree.leafHash($0.span.bytes) })
    let checkpoint = try #require(Checkpoint(archiveID: Self.id, size: lines.count, root: root))
    try write(checkpoint.bytes, to: Layout.checkpoint)
  }

  /// Changes the lines of the index, whose checkpoint then stands for the changed ones.
  func reseal(_ change: (inout [[UInt8]]) throws -> Void) throws {
    var lines = try indexLines()
    try change(&lines)
    try seal(lines)
  }

  /// Appends a line to the index, whose checkpoint then stands for it too.
  func append(line: String) throws {
    try reseal { $0.append(Array(line.utf8)) }
  }

  /// Replaces text in a line, from 1, of the index.
  func edit(line: Int, _ old: String, _ new: String, resealing: Bool = true) throws {
    var lines = try indexLines()
    let text = String(decoding: lines[line - 1], as: UTF8.self)
    let edited = text.replacing(old, with: new, maxReplacements: 1)
    try #require(edited != text)
    lines[line - 1] = Array(edited.utf8)
    if resealing {
      try seal(lines)
    } else {
      try write(lines.flatMap { $0 + [UInt8(ascii: "\n")] }, to: Layout.index)
    }
  }

  /// Changes what the index says of a segment.
  func edit(_ path: String, _ change: (inout EditedEntry) -> Void) throws {
    try reseal { lines in
      for (index, line) in lines.enumerated() {
        guard case .segment(let entry) = try IndexEntry(line: line.span.bytes),
          entry.location.path == path
        else { continue }
        var edited = EditedEntry(entry)
        change(&edited)
        lines[index] = IndexEntry.segment(try #require(edited.entry)).line
      }
    }
  }
}

/// A segment's entry whose members can be changed.
struct EditedEntry {
  let location: SegmentLocation
  var count: Int
  var organizationID: Identifier?
  var types: [String: Int]
  var ids: ClosedRange<Identifier>?
  var times: ClosedRange<Instant>?
  var size: Int
  var sha256: Hash256
  var contentSize: Int
  var contentRoot: Hash256

  init(_ entry: SegmentEntry) {
    location = entry.location
    count = entry.count
    organizationID = entry.activities?.organizationID
    types = entry.activities?.types ?? [:]
    ids = entry.activities?.ids
    times = entry.activities?.times
    size = entry.size
    sha256 = entry.sha256
    contentSize = entry.contentSize
    contentRoot = entry.contentRoot
  }

  var entry: SegmentEntry? {
    var activities: ActivitySummary?
    if let ids, let times {
      activities = ActivitySummary(
        organizationID: organizationID, types: types, ids: ids, times: times)
    }
    return SegmentEntry(
      location: location, count: count, activities: activities, size: size, sha256: sha256,
      contentSize: contentSize, contentRoot: contentRoot)
  }
}
