extension JSONTape {
  /// The JSON Pointer (RFC 6901) of a value; empty for the whole text.
  public func pointer(to index: Int, in text: RawSpan) -> String {
    var pointer = ""
    var container = 0
    while container < index {
      guard let step = step(from: container, towards: index, in: text) else { break }
      pointer += "/" + step.token
      container = step.value
    }
    return pointer
  }

  /// The member or element of `container` that is or holds the value at `index`.
  private func step(from container: Int, towards index: Int, in text: RawSpan)
    -> (token: String, value: Int)?
  {
    let isObject = self[container].kind == .object
    var child = isObject ? container + 2 : container + 1
    for position in 0..<Int(self[container].count) {
      let next = Int(self[child].next)
      if index < next {
        let key = isObject ? string(child - 1, in: text) ?? "" : String(position)
        return (escapedPointerToken(key), child)
      }
      child = isObject ? next + 1 : next
    }
    return nil
  }
}

/// A member name as a JSON Pointer spells it.
func escapedPointerToken(_ name: String) -> String {
  guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
    return name
  }
  return name.unicodeScalars.reduce(into: "") { token, character in
    switch character {
    case "~": token += "~0"
    case "/": token += "~1"
    default: token.unicodeScalars.append(character)
    }
  }
}
