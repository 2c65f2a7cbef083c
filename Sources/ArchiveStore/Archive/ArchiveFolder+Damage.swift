import ArchiveFormat

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Why a segment's file is not the one that the index names.
public enum SegmentDamage: Hashable, Sendable {
  /// There is no file.
  case missing
  /// It has another size.
  case size(found: Int64)
  /// It has other bytes of the same number.
  case changed
  /// A link, a folder or a special file is in its place, or a link in a folder's.
  case notAFile
  /// The disk does not give its bytes.
  case unreadable(SystemFailure)

  /// What an error says about the file that was to be read; nil for one that says nothing about it,
  /// like a permission that is missing.
  public init?(_ error: StoreError) {
    switch error {
    case .pathUnsafe: self = .notAFile
    case .system(let failure):
      switch failure.code {
      case ENOENT, ENOTDIR: self = .missing
      case EIO: self = .unreadable(failure)
      // What opening a socket or a device answers.
      case ENXIO, ENODEV: self = .notAFile
      default: return nil
      }
    default: return nil
    }
  }
}

extension ArchiveFolder {
  /// Opens a folder that may hold copies of segments, whatever else is in it or is not. Throws
  /// `StoreError.system`.
  public convenience init(copyAt path: String) throws(StoreError) {
    self.init(try Folder.ofArchive(orBagAt: path))
  }

  /// Whether some stream's folder is there.
  public func hasSegments() throws(StoreError) -> Bool {
    for stream in SegmentStream.allCases where try folder.exists(Layout.folder(of: stream)) {
      return true
    }
    return false
  }

  /// Whether both are the same folder on the disk.
  public func isSame(as other: ArchiveFolder) throws(StoreError) -> Bool {
    try folder.identity() == other.folder.identity()
  }

  /// Reads all of a segment's file, in little memory; nil if it is the one that the index names.
  ///
  /// Throws `StoreError` for what says nothing about the file.
  public func damage(of segment: Segment) throws(StoreError) -> SegmentDamage? {
    do throws(StoreError) {
      let file = try folder.open(segment.location.path)
      let size = try file.size()
      guard size == Int64(segment.size) else { return .size(found: size) }
      var bytes = SequentialBytes(file)
      return try bytes.finish() == (segment.size, segment.sha256) ? nil : .changed
    } catch {
      guard let damage = SegmentDamage(error) else { throw error }
      return damage
    }
  }

  /// The files that bear the name of a segment's part in any of its revisions, in no order that
  /// means anything.
  public func files(ofPartOf segment: Segment) throws(StoreError) -> [SegmentLocation] {
    let own = segment.location
    do throws(StoreError) {
      return try folder.names(in: own.folderPath).compactMap { name, kind in
        let location = SegmentLocation(path: "\(own.folderPath)/\(name)")
        return kind == .file && location?.part == own.part ? location : nil
      }
    } catch {
      guard SegmentDamage(error) != nil else { throw error }
      return []
    }
  }

  /// Whether the file at `location` has the very bytes that the index says a segment has.
  public func holds(bytesOf segment: Segment, at location: SegmentLocation) throws(StoreError)
    -> Bool
  {
    do throws(StoreError) {
      return try folder.matches(
        CommittedFile(location: location, size: segment.size, sha256: segment.sha256),
        at: location.path)
    } catch {
      guard SegmentDamage(error) != nil else { throw error }
      return false
    }
  }

  /// Whether a file can be put at a path: only folders are on the way, and none is in its place.
  public func hasRoom(for location: SegmentLocation) throws(StoreError) -> Bool {
    do throws(StoreError) {
      return try folder.kind(of: location.path) != .folder
    } catch {
      // A link, or a file, in the place of a folder on the way.
      if case .pathUnsafe = error { return false }
      guard error.isSystem(ENOTDIR) else { throw error }
      return false
    }
  }
}
