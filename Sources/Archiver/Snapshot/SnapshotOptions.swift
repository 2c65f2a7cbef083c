import Activities
import ArchiveFormat
import ArchiveStore

/// What a snapshot is to hold, and where it is to be.
public struct SnapshotOptions: Sendable {
  /// The days, from midnight to midnight, at least one.
  public let window: Window
  /// The folder that is to be made; its parent must be there, itself it must not.
  public let output: String
  /// The time now, by this machine's clock.
  public let now: Instant
  /// What the bag says that made it.
  public let software: String
  /// Keys that must each have signed the archive's checkpoint.
  public var publicKeys: [VerifierKey] = []
  /// How long after its end a day may still change.
  public var settle: Duration = .seconds(48 * 3_600)

  /// A snapshot of these days in a folder of its own.
  public init(window: Window, output: String, now: Instant, software: String) {
    self.window = window
    self.output = output
    self.now = now
    self.software = software
  }
}

/// Why there is no snapshot.
public enum SnapshotError: Error, Hashable, Sendable {
  /// The name of the folder is taken.
  case exists(String)
  /// The folder would lie within the archive.
  case withinArchive(String)
  /// The folder cannot be made or written to.
  case output(SystemFailure)
  /// The index is not to be trusted, and why: nothing can be said of what it lists.
  case indexNotTrusted([Finding])
  /// Whenever the archive had been verified, it was changed before it could be copied.
  case archiveKeepsChanging
}
