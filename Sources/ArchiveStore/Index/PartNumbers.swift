import Activities
import ArchiveFormat

/// What parts are counted over: `activities` per partition, the others over the whole stream.
enum PartCounter: Hashable, Sendable {
  case activities(UTCDay)
  case amendments
  case quarantine

  init(_ folder: SegmentLocation.Folder) {
    switch folder {
    case .activities(let day): self = .activities(day)
    case .amendments: self = .amendments
    case .quarantine: self = .quarantine
    }
  }

  /// The stream of the counted parts.
  var stream: SegmentStream {
    switch self {
    case .activities: .activities
    case .amendments: .amendments
    case .quarantine: .quarantine
    }
  }
}

/// A staged segment with the entry that its commit gives it.
struct PlacedSegment {
  let segment: StagedSegment
  let entry: SegmentEntry
}

extension Contents {
  /// Gives segments their part numbers and entries, in the order in which they are committed.
  func place(_ segments: [StagedSegment]) throws(StoreError) -> [PlacedSegment] {
    var nextParts: [PartCounter: Int] = [:]
    var placed: [PlacedSegment] = []
    for stream in SegmentStream.allCases {
      for segment in segments {
        let counter = PartCounter(segment.folder)
        guard counter.stream == stream else { continue }
        let part = nextParts[counter] ?? nextPart(in: segment.folder)
        nextParts[counter] = part + 1
        placed.append(PlacedSegment(segment: segment, entry: try segment.entry(part: part)))
      }
    }
    return placed
  }
}

extension StagedSegment {
  fileprivate func entry(part: Int) throws(StoreError) -> SegmentEntry {
    guard part <= SegmentLocation.maximumNumber else { throw .archive(.partsExhausted) }
    let location = SegmentLocation(folder, part: part)
    // A segment writer yields no segment without records or with those of another stream.
    guard let entry = summary.entry(at: location, size: size, sha256: sha256) else {
      throw .record(.wrongStream)
    }
    return entry
  }
}
