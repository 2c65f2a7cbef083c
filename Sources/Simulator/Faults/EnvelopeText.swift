import Activities

/// The text of a page, cut into what faults change.
///
/// It is the one that `ActivityServer` writes, so the members after the items are at its end.
struct EnvelopeText {
  var items: [UInt8]
  var totalCount: Int
  var totalPages: Int
  var hasMore: Bool

  /// Nil if the body is no page.
  init?(_ body: [UInt8]) {
    let head = Array("{\"items\":[".utf8)
    let mark = Array("],\"total_count\":".utf8)
    guard body.starts(with: head),
      let end = body.indices.reversed().first(where: { body[$0...].starts(with: mark) })
    else { return nil }
    let tail = Array("{\"total_count\":".utf8) + body[(end + mark.count)...]
    var tape = JSONTape()
    let text = tail.span.bytes
    guard (try? tape.parse(text)) != nil,
      let totalCount = tape.member("total_count", of: 0, in: text),
      let totalPages = tape.member("total_pages", of: 0, in: text),
      let hasMore = tape.member("has_more", of: 0, in: text)
    else { return nil }
    items = Array(body[head.count..<end])
    self.totalCount = Int(tape.integer(totalCount, in: text) ?? 0)
    self.totalPages = Int(tape.integer(totalPages, in: text) ?? 0)
    self.hasMore = tape[hasMore].kind == .true
  }

  var body: [UInt8] {
    Array("{\"items\":[".utf8) + items
      + Array("],\"total_count\":\(totalCount),\"total_pages\":\(totalPages)".utf8)
      + Array(",\"has_more\":\(hasMore)}".utf8)
  }
}
