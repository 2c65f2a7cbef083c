import ArchiveStore

/// How many partitions are checked side by side: enough for all cores, but no more than memory
/// bears.
struct PartitionLoad {
  /// Records of the partitions that are being checked, by the index.
  private var records = 0
  private var partitions = 0

  private static let maximumPartitions = processorCount() * 2

  /// Whether another partition may be begun. A single one always may.
  func admits(_ count: Int) -> Bool {
    partitions == 0
      || partitions < Self.maximumPartitions && records + count <= PartitionCheck.sliceSize
  }

  mutating func add(_ count: Int) {
    partitions += 1
    records += min(count, PartitionCheck.sliceSize)
  }

  mutating func remove(_ count: Int) {
    partitions -= 1
    records -= min(count, PartitionCheck.sliceSize)
  }
}
