import Activities

/// What a synthetic workspace holds; the same values make the same workspace, byte for byte.
public struct WorkspaceConfiguration: Sendable {
  /// How `created_at` is spelled in records.
  public enum TimeDisplay: Sendable, CaseIterable {
    /// Three fraction digits and `Z`. Finer stored times are cut off, as the API may do.
    case milliseconds
    /// Six fraction digits and `Z`.
    case microseconds
    /// Three fraction digits and an offset that differs from record to record.
    case mixedOffsets
  }

  /// Activities that share one `created_at`.
  public struct Ties: Sendable {
    /// How many share it, at least.
    public var size: Int
    /// At how many instants, evenly spread.
    public var groups: Int

    /// Ties of `size` activities at each of `groups` instants.
    public init(size: Int, groups: Int = 1) {
      self.size = size
      self.groups = groups
    }
  }

  /// How many activities there are at first.
  public var activities: Int
  /// How many days the activities are spread over, at least one.
  public var days: Int
  /// One past the last activity's `created_at`.
  public var until: Instant
  /// What all random choices follow from.
  public var seed: UInt64
  /// Store times in microseconds instead of milliseconds; bounds compare what is stored.
  public var storesMicroseconds = false
  /// How records spell `created_at`, whatever is stored.
  public var timeDisplay = TimeDisplay.milliseconds
  /// Activities of one instant besides those that chance makes; none if nil.
  public var ties: Ties?
  /// Activities of one instant come in another order in each page, as without a unique sort key.
  public var shufflesTies = false
  /// The share of activities with an undocumented `payload.type`, from 0 to 1.
  public var unknownTypes = 0.0
  /// The share of activities with undocumented fields, from 0 to 1.
  public var unknownFields = 0.0
  /// How many items there are besides that cannot be placed: no JSON, no id or no real time.
  public var unplaceable = 0
  /// An activity is not visible before the clock has reached its `created_at`.
  public var hidesFuture = false

  /// 2025-06-28T00:00:00Z, a Saturday.
  public static let defaultUntil = Instant(seconds: 1_751_068_800)

  /// A workspace of so many activities over the `days` before `until`.
  public init(
    activities: Int = 1_000, days: Int = 10, until: Instant = defaultUntil, seed: UInt64 = 1
  ) {
    self.activities = activities
    self.days = days
    self.until = until
    self.seed = seed
  }
}
