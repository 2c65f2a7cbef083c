import Activities

/// All that has to be held of one synthetic activity, in 16 bytes: the rest is computed from it.
struct ActivityKey: Hashable, Sendable {
  /// Microseconds since 1970, as the workspace stores it.
  var time: Int64
  /// The enrollment (a contact's run of a sequence) that it belongs to.
  var enrollment: UInt32
  /// Its place in the enrollment's life.
  var step: UInt8
  /// Which message, task or step of the enrollment it is about, or why it stopped.
  var subject: UInt8
  private var kindIndex: UInt8
  private var traits: UInt8

  init(
    time: Int64, enrollment: UInt32, step: UInt8, subject: UInt8, kind: ActivityKind,
    channel: ActivityChannel, hasUnknownFields: Bool = false
  ) {
    self.time = time
    self.enrollment = enrollment
    self.step = step
    self.subject = subject
    kindIndex = kind.index
    traits = channel.index | (hasUnknownFields ? 0x80 : 0)
  }

  var kind: ActivityKind { ActivityKind(index: kindIndex) }
  var channel: ActivityChannel { ActivityChannel(index: traits & 0x7F) }
  var hasUnknownFields: Bool { traits & 0x80 != 0 }
  var instant: Instant { Instant(microseconds: time) }

  static func precedes(_ left: ActivityKey, _ right: ActivityKey) -> Bool {
    if left.time != right.time { return left.time < right.time }
    if left.enrollment != right.enrollment { return left.enrollment < right.enrollment }
    return left.step < right.step
  }
}

extension Instant {
  init(microseconds: Int64) {
    let (product, overflow) = microseconds.multipliedReportingOverflow(by: 1_000)
    self.init(nanoseconds: overflow ? (microseconds < 0 ? .min : .max) : product)
  }

  /// Whole microseconds since 1970, rounded down.
  var microseconds: Int64 { nanoseconds >= 0 ? nanoseconds / 1_000 : (nanoseconds - 999) / 1_000 }
}
