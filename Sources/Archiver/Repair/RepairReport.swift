import ArchiveFormat
import ArchiveStore

/// What `repair` found and did.
public struct RepairReport: Sendable {
  /// Segment files that were read, each to its last byte.
  public internal(set) var segments = 0
  /// Those that are not as the index says, in the order of streams, partitions and parts.
  public internal(set) var damaged: [DamagedSegment] = []
  /// Requests sent, repeated ones included.
  public internal(set) var requests = 0
  /// Requests that repeated a failed one.
  public internal(set) var retries = 0
  /// The run was interrupted: what it had not come to is `notReached` or, if it was still reading,
  /// not told about.
  public internal(set) var wasInterrupted = false

  /// Those that are whole now or, of a dry run, would be.
  public var healed: Int { damaged.count { if case .healed = $0.outcome { true } else { false } } }

  /// Whether every file is, or would be, as the index says.
  public var isWhole: Bool { !wasInterrupted && healed == damaged.count }
}

/// A segment whose file is not the one that the index names.
public struct DamagedSegment: Sendable {
  /// Where the file is to be, relative to the archive's folder.
  public let path: String
  /// What was wrong with it.
  public let damage: SegmentDamage
  /// What came of it.
  public let outcome: Outcome

  /// What came of a damaged segment.
  public enum Outcome: Hashable, Sendable {
    case healed(Healing)
    case failed(HealingFailure)
  }
}

/// Why a segment could not be healed.
///
/// `found` are distinct records that may be the segment's, of all places that were looked at;
/// `held` are those that were archived.
public enum HealingFailure: Hashable, Sendable {
  /// The run was stopped before it could tell.
  case notReached
  /// No file can be put in its place: a link or a file is where a folder must be, or a folder where
  /// the file must be.
  case noRoom
  /// The copy has no file of the segment, and the archive's own does not have all records any more.
  case notInCopy(found: Int, held: Int)
  /// The copy's file is damaged too, and both together do not have all records.
  case copyDamaged(found: Int, held: Int)
  /// The copy has other records than were archived.
  case copyDiffers(found: Int, held: Int)
  /// The API has another number of records.
  case apiCounts(found: Int, held: Int)
  /// The API has as many records, but some in another form.
  case apiDiffers(held: Int)
  /// Items in quarantine bear the time at which they came, so the API cannot give them again.
  case quarantine(found: Int, held: Int)
  /// What a redaction has left cannot be told from anything else but by the very file.
  case redacted
}

/// Why a copy of an archive cannot be healed from.
public enum RepairError: Error, Hashable, Sendable {
  /// The folder cannot be opened.
  case copyNotOpened(SystemFailure)
  /// There are no segments in it.
  case copyIsEmpty(path: String)
  /// It is the archive itself.
  case copyIsArchive(path: String)
}
