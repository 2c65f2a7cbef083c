extension JSONTape {
  /// Throws if two keys of the object have the same value, however they are escaped.
  mutating func checkKeysAreDistinct(of object: Int, in text: RawSpan) throws(JSONSyntaxError) {
    guard nodes[object].count > 1 else { return }
    memberHashes.removeAll(keepingCapacity: true)
    var key = object + 1
    for _ in 0..<nodes[object].count {
      memberHashes.append(hash(ofKey: key, in: text))
      key = Int(nodes[key + 1].next)
    }
    guard hashesRepeat() else { return }
    try checkKeysOneByOne(of: object, in: text)
  }

  /// Equal keys have equal hashes, so distinct hashes settle almost every object.
  private mutating func hashesRepeat() -> Bool {
    if memberHashes.count <= 24 {
      for index in 1..<memberHashes.count {
        for earlier in 0..<index where memberHashes[earlier] == memberHashes[index] { return true }
      }
      return false
    }
    memberHashes.sort()
    return zip(memberHashes, memberHashes.dropFirst()).contains { $0 == $1 }
  }

  private func checkKeysOneByOne(of object: Int, in text: RawSpan) throws(JSONSyntaxError) {
    var seen: Set<[UInt8]> = []
    try forEachMember(of: object) { key, _ throws(JSONSyntaxError) in
      guard seen.insert(stringBytes(key, in: text)).inserted else {
        throw JSONSyntaxError(.duplicateKey, at: Int(nodes[key].start))
      }
    }
  }

  /// FNV-1a over the key's value, eight bytes a step.
  private func hash(ofKey key: Int, in text: RawSpan) -> UInt64 {
    if nodes[key].hasEscapes {
      let value = stringBytes(key, in: text)
      return Self.hash(value.span.bytes, 0..<value.count)
    }
    return Self.hash(text, contentRange(of: key))
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
