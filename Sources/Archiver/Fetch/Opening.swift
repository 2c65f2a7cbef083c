import Activities

/// Keeps every window out of the index until the one is in it with which the archive begins.
///
/// Where that is, its walk alone tells: whatever ends the run, a later window must not be there
/// without it.
actor Opening {
  private enum State {
    case closed, open, abandoned
  }

  private let first: Window
  private var state = State.closed
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// The archive will begin with `first`.
  init(_ first: Window) {
    self.first = first
  }

  /// Returns when a window may be committed; throws `CancellationError` if it never may.
  func admit(_ window: Window) async throws {
    guard window.from > first.from else { return }
    if state == .closed { await withCheckedContinuation { waiting.append($0) } }
    guard state == .open else { throw CancellationError() }
  }

  /// Notes that a window, or what was received of it, is in the index.
  func note(committed window: Window) {
    if window.from <= first.from { settle(.open) }
  }

  /// Notes that the step of a window has ended, for good or for ill.
  func note(ended window: Window, hasFailed: Bool) {
    if window.from <= first.from { settle(hasFailed ? .abandoned : .open) }
  }

  private func settle(_ new: State) {
    guard state == .closed else { return }
    state = new
    waiting.forEach { $0.resume() }
    waiting = []
  }
}
