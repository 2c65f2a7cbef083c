import Activities

/// An activity that is not as the workspace's timeline has it: arrived late, changed or strange.
struct AddedActivity: Sendable {
  /// How it can be written again in another form.
  struct Origin: Sendable {
    var key: ActivityKey
    var replyCategory: String?
  }

  /// Where it sorts and what bounds compare; the record may say something else.
  var instant: Instant
  /// Nil if the record has none.
  var id: Identifier?
  var record: [UInt8]
  /// Nil for an item that somebody else made.
  var origin: Origin?
  /// Orders activities that were added at one instant.
  var ordinal: UInt64

  static func precedes(_ left: AddedActivity, _ right: AddedActivity) -> Bool {
    left.instant != right.instant ? left.instant < right.instant : left.ordinal < right.ordinal
  }

  /// Whether the record itself meets a filter's criteria other than its bounds.
  func matches(_ filter: ActivityFilter) -> Bool {
    var fields = filter
    fields.after = nil
    fields.before = nil
    guard fields != ActivityFilter() else { return true }
    var reader = RecordReader()
    let bytes = record.span.bytes
    guard let read = try? reader.read(bytes) else { return false }
    return fields.matches(read, in: bytes, reader: reader)
  }
}
