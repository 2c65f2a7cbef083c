import Activities
import ArchiveStore
import Archiver
import HTTPTypes
import Synchronization

/// The verifications that this process has been asked for, one at a time, and the last one's report.
///
/// Nothing of them is kept on the disk: the archive is only read.
final class Verification: Sendable {
  private struct Held {
    var now = VerificationNow()
    var task: Task<Void, Never>?
    var watchers: [Int: AsyncStream<VerificationNow>.Continuation] = [:]
    var nextWatcher = 0
  }

  private let path: String
  private let words: PageWords
  private let damage: KnownDamage
  private let held = Mutex(Held())

  /// Of the archive at `path`; what is found is damage that is known from then on.
  init(_ path: String, _ words: PageWords, _ damage: KnownDamage) {
    self.path = path
    self.words = words
    self.damage = damage
  }

  /// Begins to verify everything; throws `Refusal.alreadyRunning`.
  func begin() throws(Refusal) -> Answer {
    let begun = held.withLock { held in
      guard held.now.progress == nil else { return false }
      held.now.progress = VerificationNow.Progress()
      held.now.failure = nil
      held.task = WorkExecutor.task { await self.run() }
      return true
    }
    guard begun else { throw .alreadyRunning }
    return .json(now.text, status: .accepted)
  }

  /// What is known now.
  var now: VerificationNow { held.withLock { $0.now } }

  /// What is known now, as JSON.
  var answer: Answer { .json(now.text) }

  /// What happens from now on, as server-sent events, until the verification that runs has ended; of
  /// one that has ended before, its end.
  var events: Answer {
    // A browser asks no more after this, and there is nothing to tell before one is begun.
    guard now.hasBegun else { return Answer(status: .noContent) }
    return .events { [self] stream in
      for await now in watch() {
        guard let running = now.running else {
          try await stream.send(now.failure == nil ? "done" : "failed", now.end)
          return
        }
        try await stream.send("progress", running)
        // Of what comes meanwhile only the newest is told.
        try await Task.sleep(for: .milliseconds(200))
      }
    }
  }

  /// Ends what runs, which then has found nothing.
  func cancel() {
    held.withLock { $0.task }?.cancel()
  }

  private func run() async {
    let startedAt = Instant.now.wholeSecond
    do {
      let verify = try Verify(ArchiveFolder(at: path))
      let report = try await verify.run { progress in
        self.update { $0.progress = VerificationNow.Progress(progress) }
      }
      let endedAt = Instant.now.wholeSecond
      let last = VerificationNow.last(report, from: startedAt, until: endedAt, words)
      damage.verified(report, at: endedAt)
      update {
        $0.progress = nil
        $0.last = last
      }
    } catch {
      let failure = words.error(error)
      update {
        $0.progress = nil
        $0.failure = failure
      }
    }
  }

  private func update(_ change: (inout VerificationNow) -> Void) {
    held.withLock { held in
      change(&held.now)
      for watcher in held.watchers.values { watcher.yield(held.now) }
    }
  }

  /// What is known now and each time that it changes; who is slow gets the newest only.
  private func watch() -> AsyncStream<VerificationNow> {
    let (stream, watcher) = AsyncStream.makeStream(
      of: VerificationNow.self, bufferingPolicy: .bufferingNewest(1))
    let number = held.withLock { held in
      held.nextWatcher += 1
      held.watchers[held.nextWatcher] = watcher
      watcher.yield(held.now)
      return held.nextWatcher
    }
    watcher.onTermination = { [weak self] _ in
      self?.held.withLock { $0.watchers[number] = nil }
    }
    return stream
  }
}
