import Activities

/// Why a body is not the API's envelope.
enum EnvelopeError: Error {
  /// Not JSON as a whole: cut off, or something else altogether.
  case unreadable
  /// JSON without the members that the envelope must have.
  case notAnEnvelope
  /// More items than `PageSplitter.maximumItems`.
  case tooManyItems
}

/// Splits a body into its items so that a bad item does not spoil its page.
///
/// Each item is parsed strictly where it stands. Only brackets and strings are followed to find where
/// a bad one ends.
struct PageSplitter {
  /// A page that is asked for has at most 100 items; what many small ones take in memory must not be
  /// a multiple of the body.
  static let maximumItems = 10_000

  private var offset = 0
  private var reader = RecordReader()
  /// The records that have white space in the body, without it.
  private var minified: [UInt8] = []

  /// Reads the envelope `{items, total_count, total_pages, has_more}`; other members are ignored.
  ///
  /// Records like those of pages that `reader` has read before take less time.
  static func page(
    _ body: [UInt8], with reader: inout RecordReader
  ) throws(EnvelopeError) -> Page {
    var splitter = PageSplitter()
    // Kept twice, it would be copied.
    swap(&splitter.reader, &reader)
    defer { swap(&splitter.reader, &reader) }
    let envelope = try splitter.envelope(body.span.bytes)
    return Page(
      bytes: splitter.minified.isEmpty ? body : body + splitter.minified, items: envelope.items,
      totalCount: envelope.totalCount, hasMore: envelope.hasMore)
  }

  /// Reads a body that is one activity; its bytes are left behind.
  static func item(_ body: [UInt8]) throws(EnvelopeError) -> ReceivedItem {
    var splitter = PageSplitter()
    let text = body.span.bytes
    splitter.skipWhiteSpace(text)
    let item = try splitter.item(text)
    splitter.skipWhiteSpace(text)
    guard splitter.offset == text.byteCount else { throw .unreadable }
    return item
  }

  private mutating func envelope(
    _ body: RawSpan
  ) throws(EnvelopeError) -> (items: [ReceivedItem], totalCount: Int, hasMore: Bool) {
    var items: [ReceivedItem]?
    var total: Int?
    var hasMore: Bool?
    skipWhiteSpace(body)
    guard byte(body) != UInt8(ascii: "[") else {
      _ = try skipValue(body)
      throw .notAnEnvelope
    }
    try expect(UInt8(ascii: "{"), body)
    while try !closes(UInt8(ascii: "}"), body) {
      let key = try skipValue(body)
      skipWhiteSpace(body)
      try expect(UInt8(ascii: ":"), body)
      skipWhiteSpace(body)
      switch String(decoding: body.bytes(in: key), as: UTF8.self) {
      case "\"items\"" where byte(body) == UInt8(ascii: "["): items = try self.items(body)
      case "\"total_count\"": total = Int(try word(body))
      case "\"has_more\"": hasMore = Bool(try word(body))
      default: _ = try skipValue(body)
      }
    }
    skipWhiteSpace(body)
    guard offset == body.byteCount else { throw .unreadable }
    guard let items, let total, total >= 0, let hasMore else { throw .notAnEnvelope }
    return (items, total, hasMore)
  }

  private mutating func items(_ body: RawSpan) throws(EnvelopeError) -> [ReceivedItem] {
    var items: [ReceivedItem] = []
    try expect(UInt8(ascii: "["), body)
    while try !closes(UInt8(ascii: "]"), body) {
      guard items.count < Self.maximumItems else { throw .tooManyItems }
      items.append(try item(body))
    }
    return items
  }

  private mutating func item(_ body: RawSpan) throws(EnvelopeError) -> ReceivedItem {
    let start = offset
    if let end = likelyEnd(body), let fields = reader.readKnown(body.extracting(start..<end)) {
      offset = end
      return record(fields, body, start..<end)
    }
    if let (fields, length) = try? reader.readFirst(of: body.extracting(droppingFirst: start)) {
      offset += length
      return record(fields, body, start..<offset)
    }
    // What follows a bad item has no part in why it is bad.
    let range = try skipValue(body)
    do throws(RecordError) {
      return record(try reader.read(body.extracting(range)), body, range)
    } catch {
      return .unplaceable(range, reason: error)
    }
  }

  /// Where the item that begins here ends if the next one begins in the same way, as those of the
  /// API do: a guess, as a string in it may look like that.
  private func likelyEnd(_ body: RawSpan) -> Int? {
    guard byte(body) == UInt8(ascii: "{"), let beginning = body.beginning(at: offset) else {
      return nil
    }
    let longest = body.extracting(first: offset + RecordReader.longestKnown + 1)
    var next = offset
    while let brace = longest.firstIndex(of: UInt8(ascii: "{"), from: next + 1) {
      if body.byte(at: brace - 1) == UInt8(ascii: ","), body.beginning(at: brace) == beginning {
        return brace - 1
      }
      next = brace
    }
    return nil
  }

  private mutating func record(
    _ fields: RecordFields, _ body: RawSpan, _ range: Range<Int>
  ) -> ReceivedItem {
    let text = body.extracting(range)
    return .record(
      ReceivedRecord(
        key: fields.key, fractionDigits: fields.createdAt.fractionDigits,
        organizationID: reader.payloadIdentifier(.organizationID, of: fields, in: text),
        range: reader.tape.isMinified ? range : minify(text, behind: body.byteCount)))
  }

  /// Where in the page's bytes, behind the body, a record without its white space comes to lie.
  private mutating func minify(_ record: RawSpan, behind length: Int) -> Range<Int> {
    let start = length + minified.count
    minified += JSONMinifier.minify(record)
    return start..<length + minified.count
  }

  private mutating func word(_ body: RawSpan) throws(EnvelopeError) -> String {
    String(decoding: body.bytes(in: try skipValue(body)), as: UTF8.self)
  }

  /// Before a member or an element: true once past `closing`, false past a comma or an opening.
  private mutating func closes(_ closing: UInt8, _ body: RawSpan) throws(EnvelopeError) -> Bool {
    skipWhiteSpace(body)
    guard let byte = byte(body) else { throw .unreadable }
    if byte == closing {
      offset += 1
      return true
    }
    if byte == UInt8(ascii: ",") {
      offset += 1
      skipWhiteSpace(body)
    }
    return false
  }

  /// Moves past one value, told by brackets and quotes alone, and gives its range.
  private mutating func skipValue(_ body: RawSpan) throws(EnvelopeError) -> Range<Int> {
    let start = offset
    var depth = 0
    while let byte = byte(body) {
      switch byte {
      case UInt8(ascii: "\""): try skipString(body)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        offset += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard depth > 0 else { return try nonEmpty(start..<offset) }
        depth -= 1
        offset += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x0A, 0x0D, 0x09:
        guard depth > 0 else { return try nonEmpty(start..<offset) }
        offset += 1
      default: offset += 1
      }
      if depth == 0,
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "}")
          || byte == UInt8(ascii: "]")
      {
        return start..<offset
      }
    }
    guard depth == 0 else { throw .unreadable }
    return try nonEmpty(start..<offset)
  }

  private func nonEmpty(_ range: Range<Int>) throws(EnvelopeError) -> Range<Int> {
    guard !range.isEmpty else { throw .unreadable }
    return range
  }

  private mutating func skipString(_ body: RawSpan) throws(EnvelopeError) {
    offset += 1
    while let byte = byte(body) {
      offset += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "\"") { return }
    }
    throw .unreadable
  }

  private mutating func expect(_ expected: UInt8, _ body: RawSpan) throws(EnvelopeError) {
    guard byte(body) == expected else { throw .unreadable }
    offset += 1
  }

  private mutating func skipWhiteSpace(_ body: RawSpan) {
    while let byte = byte(body), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
    }
  }

  private func byte(_ body: RawSpan) -> UInt8? {
    offset < body.byteCount ? body.unsafeLoad(fromByteOffset: offset, as: UInt8.self) : nil
  }
}

extension RawSpan {
  /// The seven bytes from an offset: what is in front of an item's first value; nil near the end.
  fileprivate func beginning(at offset: Int) -> UInt64? {
    guard offset <= byteCount - 8 else { return nil }
    return unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian << 8
  }
}
