import Activities
import ArchiveFormat
import ArchiveStore

extension Archive {
  /// What complete walks have read, without what has expired since or, of a snapshot, is not in it.
  public var held: [Window] { present(contents.coverage.covered) }

  /// What of the time that a filter names was not read to its end, or is not there: where it names no bound,
  /// from the first instant that a walk went for, or up to the last, unless all that it names lies beyond.
  public func unread(of filter: ActivityFilter) -> [Window] {
    let held = held
    let begun = present(contents.coverage.incomplete.map { contents.walks[$0].window })
    guard let reached = Window.extent(of: held + begun) else { return [] }
    return filter.window.bounded(by: reached).subtracting(held)
  }

  /// The parts that are there.
  private func present(_ windows: [Window]) -> [Window] {
    let present = snapshot?.window ?? Window(since: nil, until: nil)
    return windows.flatMap { $0.subtracting([contents.coverage.expired]) }
      .map { $0.intersection(present) }.filter { !$0.isEmpty }
  }
}
