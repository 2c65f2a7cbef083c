import Activities
import ArchiveFormat
import ArchiveStore

extension Archive {
  /// What complete walks have read, without what has expired since or, of a snapshot, is not in it.
  public var held: [Window] {
    let coverage = contents.coverage
    let present = snapshot?.window ?? Window(since: nil, until: nil)
    return coverage.covered.flatMap { $0.subtracting([coverage.expired]) }
      .map { $0.intersection(present) }.filter { !$0.isEmpty }
  }

  /// What of the time that a filter names was not read, or is not there: where it names no bound, from the
  /// first instant that is held, or up to the last.
  public func unread(of filter: ActivityFilter) -> [Window] {
    let held = held
    guard let first = held.first, let last = held.last else { return [] }
    let asked = filter.window
    let from = filter.after == nil ? first.from : asked.from
    let until = filter.before == nil ? last.until : asked.until
    return Window(from: from, until: until).subtracting(held)
  }
}
