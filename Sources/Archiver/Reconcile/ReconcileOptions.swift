import Activities
import ArchiveFormat

/// What `reconcile` is asked to compare.
public struct ReconcileOptions: Sendable {
  /// Nothing before this instant; nil for where the archive begins.
  public var since: Instant?
  /// Nothing from this instant on; nil for where the archive's coverage ends.
  public var until: Instant?
  /// Whether to walk every day whatever the counts say.
  public var isFull = false
  /// Given, the run reports only and writes nothing to the archive; its sorts spill to this folder.
  public var dryRunFolder: String?
  /// Walks side by side.
  public var concurrency = 4
  /// Signs each checkpoint; nil for none.
  public var signingKey: SigningKey?

  /// The whole archive, by counts.
  public init() {}

  /// What is asked, as a window.
  var window: Window { Window(since: since, until: until) }
}
