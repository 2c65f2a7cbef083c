#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How many partitions are checked side by side: enough for all cores, but no more than memory
/// bears.
struct PartitionLoad {
  /// Records of the partitions that are being checked, by the index.
  private var records = 0
  private var partitions = 0

  private static let maximumPartitions = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) * 2

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
