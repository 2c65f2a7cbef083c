import Activities

/// A place in a line of the index, which is read piece by piece as far as it is spelled in the way in
/// which this version writes it.
///
/// What is spelled in another way may be right, too: that a syntax tree of the line must tell.
struct LineText {
  private var offset = 0

  func isAtEnd(of line: RawSpan) -> Bool { offset == line.byteCount }

  mutating func take(_ text: StaticString, in line: RawSpan) -> Bool {
    let end = offset + text.utf8CodeUnitCount
    guard end <= line.byteCount,
      line.extracting(offset..<end).isSame(
        as: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    else { return false }
    offset = end
    return true
  }

  mutating func boolean(in line: RawSpan) -> Bool? {
    if take("true", in: line) { return true }
    return take("false", in: line) ? false : nil
  }

  /// A whole number that is surely none too large.
  mutating func number(in line: RawSpan) -> Int? {
    let start = offset
    var value = 0
    while let byte = byte(at: offset, in: line), byte ^ 0x30 <= 9 {
      guard offset - start < 18 else { return nil }
      value = value * 10 + Int(byte ^ 0x30)
      offset += 1
    }
    let isCanonical = offset - start == 1 || byte(at: start, in: line) != UInt8(ascii: "0")
    return offset > start && isCanonical ? value : nil
  }

  /// A time in quotes, in UTC without trailing zeros.
  mutating func instant(in line: RawSpan) -> Instant? {
    guard take("\"", in: line) else { return nil }
    let start = offset
    // The shortest time has no fraction of a second, the longest nine digits of one.
    offset += 20
    while let byte = byte(at: offset, in: line), byte != UInt8(ascii: "\"") {
      offset += 1
      guard offset - start <= 30 else { return nil }
    }
    let end = offset
    guard take("\"", in: line), let time = Timestamp(text: line, range: start..<end),
      byte(at: end - 1, in: line) == UInt8(ascii: "Z"),
      end - start == 20 || byte(at: end - 2, in: line) != UInt8(ascii: "0")
    else { return nil }
    return time.instant
  }

  /// A name in quotes: capital letters and underscores.
  mutating func name(in line: RawSpan) -> String? {
    guard take("\"", in: line) else { return nil }
    let start = offset
    while let byte = byte(at: offset, in: line),
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || byte == UInt8(ascii: "_")
    {
      offset += 1
    }
    let name = line.extracting(start..<offset).withUnsafeBytes {
      String(decoding: $0, as: UTF8.self)
    }
    return take("\"", in: line) ? name : nil
  }

  private func byte(at offset: Int, in line: RawSpan) -> UInt8? {
    offset < line.byteCount ? line.unsafeLoad(fromByteOffset: offset, as: UInt8.self) : nil
  }
}
