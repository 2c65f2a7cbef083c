import Activities

// The text: what is here, and then a C2SP tlog-proof of the entry, to its end.
//
//   topo-archive/proof@v1
//   record RECORD
//   index N
//   BASE64 …
//
//   entry ENTRY
//
//   c2sp.org/tlog-proof@v1
//   index N
//   BASE64 …
//
//   CHECKPOINT …

extension ActivityProof {
  /// Proofs are not longer than this many bytes.
  public static let maximumLength = 16 << 20

  private static let title = "topo-archive/proof@v1"
  private static let entryTitle = "c2sp.org/tlog-proof@v1"
  private static let record = "record "
  private static let entry = "entry "

  /// The content of a file that holds the proof.
  public var bytes: [UInt8] {
    var text = Array("\(Self.title)\n\(Self.record)".utf8)
    text += record
    text += "\n\(Self.text(recordPath))\n\(Self.entry)".utf8
    text += entry
    text += "\n\n\(Self.entryTitle)\n\(Self.text(entryPath))\n".utf8
    return text + checkpoint.bytes
  }

  /// Reads the content of a file that holds exactly one proof, written as `bytes` writes it.
  public init(_ bytes: RawSpan) throws(ActivityProofFault) {
    guard bytes.byteCount <= Self.maximumLength else { throw .malformed(line: 1) }
    let text = bytes.bytes(in: 0..<bytes.byteCount)
    var lines = ProofLines(text)
    try lines.take(Self.title)
    record = try lines.take(after: Self.record)
    recordPath = try lines.path()
    entry = try lines.take(after: Self.entry)
    try lines.take("")
    try lines.take(Self.entryTitle)
    entryPath = try lines.path()
    do throws(CheckpointError) {
      checkpoint = try Checkpoint(lines.rest.span.bytes)
    } catch {
      throw .checkpoint(error)
    }
    guard self.bytes == text else { throw .notCanonical }
  }

  private static func text(_ path: InclusionPath) -> String {
    "index \(path.index)\n" + path.hashes.map { $0.base64 + "\n" }.joined()
  }
}

/// Reads a proof line by line.
private struct ProofLines {
  private static let index = "index "

  /// What was not read yet.
  private(set) var rest: ArraySlice<UInt8>
  private var number = 0

  init(_ text: [UInt8]) { rest = text[...] }

  mutating func take(_ line: String) throws(ActivityProofFault) {
    guard try next() == Array(line.utf8) else { throw .malformed(line: number) }
  }

  mutating func take(after label: String) throws(ActivityProofFault) -> [UInt8] {
    let line = try next()
    guard line.starts(with: label.utf8) else { throw .malformed(line: number) }
    return Array(line.dropFirst(label.utf8.count))
  }

  /// A position, hashes, and the empty line behind them.
  mutating func path() throws(ActivityProofFault) -> InclusionPath {
    let position = String(decoding: try take(after: Self.index), as: UTF8.self)
    guard let index = Int(position), index >= 0 else { throw .malformed(line: number) }
    var hashes: [Hash256] = []
    while true {
      let line = try next()
      if line.isEmpty { break }
      guard let hash = Hash256(base64: String(decoding: line, as: UTF8.self)) else {
        throw .malformed(line: number)
      }
      hashes.append(hash)
    }
    guard let path = InclusionPath(index: index, hashes: hashes) else {
      throw .malformed(line: number)
    }
    return path
  }

  private mutating func next() throws(ActivityProofFault) -> [UInt8] {
    number += 1
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
      throw .malformed(line: number)
    }
    defer { rest = rest[(end + 1)...] }
    return Array(rest[..<end])
  }
}
