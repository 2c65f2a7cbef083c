import ArchiveStore
import Archiver
import Synchronization

/// An archive that others may write to meanwhile, always as of one of its last commits.
///
/// Whoever answers a request takes one commit and stays with it, so that all of an answer agrees.
final class ServedArchive: Sendable {
  /// How long a commit is served before it is asked whether there is a newer one.
  private static let freshFor = Duration.seconds(1)
  /// How long a commit may be served while a newer one is being opened.
  private static let usableFor = Duration.seconds(5)

  private struct Held {
    var commit: ServedCommit
    /// Why a newer commit could not be opened; nil if there is none, or it could.
    var failure: StoreError?
    var lookedAt: ContinuousClock.Instant
    var look: Task<Void, Never>?
  }

  /// Where the archive, the snapshot or the bag lies.
  let path: String
  private let held: Mutex<Held>

  /// Opens an archive at its checkpoint. Throws `StoreError` as `Archive` does.
  init(at path: String) throws(StoreError) {
    self.path = path
    let commit = try ServedCommit(at: path)
    held = Mutex(Held(commit: commit, lookedAt: .now))
  }

  /// The commit to answer by: the newest, or one that was the newest a moment ago.
  ///
  /// Throws `StoreError` while the archive as it lies there now cannot be opened: what it was before
  /// would be told as if it were so still.
  func current() async throws -> ServedCommit {
    let (look, mustWait) = held.withLock { held in
      let age = ContinuousClock.now - held.lookedAt
      if age > Self.freshFor, held.look == nil {
        held.look = WorkExecutor.task { self.lookForNewer() }
        return (held.look, true)
      }
      return (held.look, age > Self.usableFor)
    }
    if mustWait { await look?.value }
    return try held.withLock { held in
      if let failure = held.failure { throw failure }
      return held.commit
    }
  }

  private func lookForNewer() {
    let known = held.withLock { $0.commit }
    var newer: ServedCommit?
    var failure: StoreError?
    do throws(StoreError) {
      if try !known.isCurrent(at: path) { newer = try ServedCommit(at: path) }
    } catch {
      failure = error
    }
    held.withLock { held in
      if let newer { held.commit = newer }
      held.failure = failure
      held.lookedAt = .now
      held.look = nil
    }
  }
}
