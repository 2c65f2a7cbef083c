/// A half-open interval of time, `[from, until)`.
public struct Window: Hashable, Sendable {
  /// The first instant within.
  public let from: Instant
  /// The first instant after; never before `from`.
  public let until: Instant

  /// The window between two instants; empty unless `until` is after `from`.
  public init(from: Instant, until: Instant) {
    self.from = from
    self.until = max(from, until)
  }

  /// The window of a whole UTC day.
  public init(_ day: UTCDay) {
    self.init(from: day.start, until: day.end)
  }

  /// The window of what is asked for; without a bound it reaches as far as there are instants.
  public init(since: Instant?, until: Instant?) {
    self.init(
      from: since ?? Instant(nanoseconds: .min), until: until ?? Instant(nanoseconds: .max))
  }

  /// Whether it begins with the least instant, as one does that was given no beginning.
  public var hasNoBeginning: Bool { from == Instant(nanoseconds: .min) }

  /// Whether it ends with the greatest instant, as one does that was given no end.
  public var hasNoEnd: Bool { until == Instant(nanoseconds: .max) }

  /// The window with the bound of `extent` where it has none, unless it lies beyond that.
  public func bounded(by extent: Window) -> Window {
    Window(
      from: hasNoBeginning && extent.from < until ? extent.from : from,
      until: hasNoEnd && from < extent.until ? extent.until : until)
  }

  /// Whether no instant lies within.
  public var isEmpty: Bool { from == until }

  /// Whether `instant` lies within.
  public func contains(_ instant: Instant) -> Bool { from <= instant && instant < until }

  /// The part that both windows share; empty if there is none.
  public func intersection(_ other: Window) -> Window {
    Window(from: max(from, other.from), until: min(until, other.until))
  }

  /// The parts of this window outside `others`, in time order.
  public func subtracting(_ others: [Window]) -> [Window] {
    var rest: [Window] = []
    var from = self.from
    for other in others.sorted(by: { $0.from < $1.from }) where !other.isEmpty {
      if other.from > from { rest.append(Window(from: from, until: min(other.from, until))) }
      from = max(from, other.until)
      if from >= until { return rest }
    }
    rest.append(Window(from: from, until: until))
    return rest.filter { !$0.isEmpty }
  }

  /// The window cut at every midnight within it, in time order.
  public var days: [Window] {
    var parts: [Window] = []
    var day = from.day
    while day.start < until {
      parts.append(intersection(Window(day)))
      day = day.next
    }
    return parts
  }

  /// Windows that overlap or touch made one, in time order.
  public static func merged(_ windows: [Window]) -> [Window] {
    var result: [Window] = []
    for window in windows.sorted(by: { $0.from < $1.from }) where !window.isEmpty {
      if let last = result.last, window.from <= last.until {
        result[result.count - 1] = Window(from: last.from, until: max(last.until, window.until))
      } else {
        result.append(window)
      }
    }
    return result
  }

  /// From where the first of some windows begins to where the last ends; nil if no instant lies within any.
  public static func extent(of windows: [Window]) -> Window? {
    let merged = merged(windows)
    guard let first = merged.first, let last = merged.last else { return nil }
    return Window(from: first.from, until: last.until)
  }
}
