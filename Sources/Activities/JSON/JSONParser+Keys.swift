/// The keys of an object so far.
struct KeySet {
  /// How many there are.
  private(set) var count: UInt32 = 0
  /// How many have no documented name; whether these are distinct is left open.
  private(set) var others = 0
  private var documented: UInt32 = 0

  /// Adds a key by its name, nil if that is not documented; false if the object has the name.
  @inline(__always)
  mutating func insert(_ name: MemberName?) -> Bool {
    count += 1
    guard let name else {
      others += 1
      return true
    }
    let bit = UInt32(1) << UInt32(name.rawValue)
    defer { documented |= bit }
    return documented & bit == 0
  }
}

extension JSONParser {
  /// Scans a key, which starts here, and gives its name if that is documented.
  mutating func key(
    _ text: RawSpan, into nodes: inout MutableSpan<JSONTape.Node>
  ) throws(JSONSyntaxError) -> MemberName? {
    let start = offset
    if let known = documentedName(text) {
      offset += known.length + 2
      try append(.string, from: start, name: known.name, to: &nodes)
      expectedName = Int(known.name.rawValue) + 1
      return known.name
    }
    try string(text, into: &nodes)
    let key = nodes[count - 1]
    guard key.hasEscapes else { return nil }
    let name = MemberName(JSONEscapes.resolve(text.bytes(in: key.contentRange)))
    nodes[count - 1].name = name
    return name
  }

  /// The documented name that a key written without escapes has.
  ///
  /// The one that follows the one before in the order of the API is tried first.
  @inline(__always)
  private func documentedName(_ text: RawSpan) -> MemberNameWords? {
    let words = SIMD4(
      text.word(at: offset + 1), text.word(at: offset + 9), text.word(at: offset + 17), 0)
    if expectedName < names.count, names[expectedName].begins(words) { return names[expectedName] }
    guard nameStarts & MemberNameWords.startBit(words) != 0 else { return nil }
    return names.first { $0.begins(words) }
  }

  /// Throws if two keys without a documented name have the same value, however they are escaped.
  mutating func checkOtherKeysAreDistinct(
    of object: Int, _ nodes: borrowing MutableSpan<JSONTape.Node>, in text: RawSpan
  ) throws(JSONSyntaxError) {
    hashes.removeAll(keepingCapacity: true)
    var key = object + 1
    for _ in 0..<nodes[object].count {
      if nodes[key].name == nil { hashes.append(Self.hash(ofKey: nodes[key], in: text)) }
      key = Int(nodes[key + 1].next)
    }
    guard hashesRepeat() else { return }
    var seen: Set<[UInt8]> = []
    key = object + 1
    for _ in 0..<nodes[object].count {
      let content = text.bytes(in: nodes[key].contentRange)
      guard seen.insert(nodes[key].hasEscapes ? JSONEscapes.resolve(content) : content).inserted
      else { throw JSONSyntaxError(.duplicateKey, at: Int(nodes[key].start)) }
      key = Int(nodes[key + 1].next)
    }
  }

  /// Equal keys have equal hashes, so distinct hashes settle almost every object.
  private mutating func hashesRepeat() -> Bool {
    if hashes.count <= 24 {
      for index in 1..<hashes.count {
        for earlier in 0..<index where hashes[earlier] == hashes[index] { return true }
      }
      return false
    }
    hashes.sort()
    return zip(hashes, hashes.dropFirst()).contains { $0 == $1 }
  }

  /// FNV-1a over the key's value, eight bytes a step.
  private static func hash(ofKey key: JSONTape.Node, in text: RawSpan) -> UInt64 {
    if key.hasEscapes {
      let value = JSONEscapes.resolve(text.bytes(in: key.contentRange))
      return hash(value.span.bytes, 0..<value.count)
    }
    return hash(text, key.contentRange)
  }

  private static func hash(_ text: RawSpan, _ range: Range<Int>) -> UInt64 {
    let prime: UInt64 = 0x0000_0100_0000_01B3
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(range.count)
    var offset = range.lowerBound
    while offset + 8 <= range.upperBound {
      hash = (hash ^ text.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* prime
      hash ^= hash >> 29
      offset += 8
    }
    while offset < range.upperBound {
      hash = (hash ^ UInt64(text.unsafeLoad(fromByteOffset: offset, as: UInt8.self))) &* prime
      offset += 1
    }
    return hash
  }
}

extension RawSpan {
  /// Eight bytes, the first in the lowest place, with zeros for those behind the end.
  @inline(__always)
  fileprivate func word(at offset: Int) -> UInt64 {
    let missing = offset + 8 - byteCount
    if missing <= 0 {
      return unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
    }
    guard missing < 8, byteCount >= 8 else { return 0 }
    return unsafeLoadUnaligned(fromByteOffset: byteCount - 8, as: UInt64.self).littleEndian
      >> UInt64(missing * 8)
  }
}
