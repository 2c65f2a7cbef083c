import Activities

/// What the body of an error response says.
enum ErrorBody {
  /// Whether it is what `topo-archive serve` says of an archive that it cannot read.
  static func isOfAnUnreadableArchive(_ body: [UInt8]) -> Bool {
    var tape = JSONTape()
    let text = body.span.bytes
    guard (try? tape.parse(text)) != nil else { return false }
    return tape.nodes.indices.dropLast().contains { index in
      tape[index].kind == .string && tape.isString(index, equalTo: "code", in: text)
        && tape.isString(index + 1, equalTo: "archive_unreadable", in: text)
    }
  }

  /// The beginning of the first text under a name that error bodies use, without the `key` that it
  /// may quote; nil if the body has none.
  static func detail(_ body: [UInt8], without key: String) -> String? {
    var tape = JSONTape()
    let text = body.span.bytes
    guard (try? tape.parse(text)) != nil else { return nil }
    for index in tape.nodes.indices
    where tape[index].kind == .string && index + 1 < tape.nodes.count {
      let isName =
        tape.isString(index, equalTo: "message", in: text)
        || tape.isString(index, equalTo: "detail", in: text)
        || tape.isString(index, equalTo: "msg", in: text)
      if isName, let detail = tape.string(index + 1, in: text) {
        // Cut only afterwards, or the cut could leave a part of the key.
        return String(detail.replacing(key, with: "[key]").prefix(300))
      }
    }
    return nil
  }
}
