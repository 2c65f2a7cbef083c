import ActivityAPI
import Synchronization

/// What a run has asked of the API, also of one that ended in an error.
final class UsageRecord: Sendable {
  private let usage = Mutex(APIClient.Usage())

  /// What was noted; nothing where the API was not asked.
  var noted: APIClient.Usage { usage.withLock { $0 } }

  /// Takes in what a client has sent in all.
  func note(_ usage: APIClient.Usage) {
    self.usage.withLock { $0 = usage }
  }
}
