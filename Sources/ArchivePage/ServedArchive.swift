import Activities
import ArchiveStore
import Archiver
import Synchronization

/// An archive that others may write to meanwhile, always as of one of its last commits.
///
/// Whoever answers a request takes one commit and stays with it, so that all of an answer agrees.
final class ServedArchive: Sendable {
  /// How long a commit is served before it is asked whether there is a newer one.
  private static let freshFor = Duration.seconds(1)
  /// The bytes of records that are counted before anybody asks.
  private static let prepared = 2 << 30
  /// How long a commit may be served while a newer one is being opened.
  private static let usableFor = Duration.seconds(5)

  private struct Held {
    var commit: ServedCommit
    /// Why a newer commit could not be opened; nil if there is none, or it could.
    var failure: StoreError?
    var lookedAt: ContinuousClock.Instant
    var look: Task<Void, Never>?
    /// What is found out about the commit before it is asked for.
    var preparation: Task<Void, Never>?
  }

  /// Where the archive, the snapshot or the bag lies.
  let path: String
  private let held: Mutex<Held>
  /// What was found out about segments, which never change, and so for all commits.
  private let memory = ArchiveMemory()

  /// Opens an archive at its checkpoint. Throws `StoreError` as `Archive` does.
  init(at path: String) throws(StoreError) {
    self.path = path
    let commit = try ServedCommit(at: path, memory)
    held = Mutex(Held(commit: commit, lookedAt: .now))
    prepare(commit)
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
      if try !known.isCurrent(at: path) { newer = try ServedCommit(at: path, memory) }
    } catch {
      failure = error
    }
    held.withLock { held in
      if let newer { held.commit = newer }
      held.failure = failure
      held.lookedAt = .now
      held.look = nil
    }
    if let newer { prepare(newer) }
  }

  /// Has what every page of the API needs found out before it is asked for, and then what filters and
  /// the overview need.
  private func prepare(_ commit: ServedCommit) {
    let preparation = WorkExecutor.task {
      // What cannot be read is told to who asks for it.
      try? await commit.activities.prepare()
      await Overview(commit.activities).prepare(upTo: Self.prepared)
    }
    let before = held.withLock { held in
      defer { held.preparation = preparation }
      return held.preparation
    }
    before?.cancel()
  }
}

extension ServedArchive: ActivitySource {
  /// The page that the query asks for, of the newest commit.
  func page(_ query: ActivityQuery) async throws -> ActivityPage {
    try await ofThePresent { try await $0.page(query) }
  }

  /// The latest form of an activity that was not redacted; nil if the archive does not hold it.
  func activity(_ id: Identifier) async throws -> [UInt8]? {
    try await ofThePresent { try await $0.activity(id) }
  }

  /// Asks a commit and, if another has taken a file away meanwhile, that one.
  private func ofThePresent<Value>(
    _ ask: (ArchivedActivities) async throws -> Value
  ) async throws -> Value {
    let commit = try await current()
    do {
      return try await ask(commit.activities)
    } catch StoreError.archive(.segmentMissing(let path)) {
      lookForNewer()
      let newer = try await current()
      guard newer !== commit else { throw StoreError.archive(.segmentMissing(path: path)) }
      return try await ask(newer.activities)
    }
  }
}
