import ArchiveFormat
import ArchiveStore

/// Reads every segment file of an archive, over all cores, and tells which are damaged.
struct DamageSurvey {
  struct Damaged: Sendable {
    let segment: Segment
    let damage: SegmentDamage
  }

  let archive: Archive

  /// The damaged ones in the order of streams, partitions and parts. Cancelled, it throws
  /// `CancellationError`.
  func run(_ progress: @escaping @Sendable (VerifyProgress) -> Void) async throws -> [Damaged] {
    let segments = SegmentStream.allCases.flatMap { archive.segments(of: $0) }
    let meter = ProgressMeter(segments, progress)
    let folder = archive.folder
    var found: [Int: SegmentDamage] = [:]
    try await withThrowingTaskGroup(of: (Int, SegmentDamage?).self) { group in
      for (index, segment) in segments.enumerated() {
        if index >= processorCount(), let (index, damage) = try await group.next() {
          found[index] = damage
        }
        try Task.checkCancellation()
        group.addTask {
          let damage = try folder.damage(of: segment)
          meter.add(segment)
          return (index, damage)
        }
      }
      while let (index, damage) = try await group.next() { found[index] = damage }
    }
    return found.keys.sorted().compactMap { index in
      found[index].map { Damaged(segment: segments[index], damage: $0) }
    }
  }
}
