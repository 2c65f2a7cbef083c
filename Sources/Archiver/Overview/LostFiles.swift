import ArchiveFormat
import ArchiveStore

extension Archive {
  /// What a look at the folders tells, without reading a file: segments whose file is not there, is
  /// none, or has another size than the index says.
  public func lostFiles() -> [StoreError] {
    SegmentStream.allCases.flatMap { segments(of: $0) }.compactMap(loss)
  }

  private func loss(_ segment: Segment) -> StoreError? {
    let path = segment.location.path
    do throws(StoreError) {
      guard let size = try folder.size(of: segment.location) else {
        return .archive(.segmentMissing(path: path))
      }
      guard size == Int64(segment.size) else {
        return .archive(.segmentSizeDiffers(path: path, found: size, expected: segment.size))
      }
      return nil
    } catch {
      return error
    }
  }
}
