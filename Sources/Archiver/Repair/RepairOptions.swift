import Activities
import ActivityAPI
import ArchiveFormat

/// Where a repair takes from what is damaged.
public enum RepairOrigin: Sendable {
  /// Another copy of the archive, in a folder; nothing in it is believed.
  case copy(path: String)
  /// The API, which is asked again for what the segment's window held.
  case api(APIClient)
}

/// What `repair` is asked to do.
public struct RepairOptions: Sendable {
  /// Given, the run reports only and writes nothing to the archive; what it must write to find out
  /// goes to this folder, and does not stay.
  public var dryRunFolder: String?
  /// Walks side by side.
  public var concurrency = 4
  /// Signs each checkpoint; nil for none.
  public var signingKey: SigningKey?
  /// What `replacement` entries give as their reason, in words.
  public var reason: String
  /// The present, for `replacement` entries.
  public var now: Instant

  /// A run at `now`.
  public init(reason: String, now: Instant) {
    self.reason = reason
    self.now = now
  }
}
