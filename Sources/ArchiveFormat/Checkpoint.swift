import Activities

/// Why bytes are not a checkpoint.
public enum CheckpointError: Error, Hashable, Sendable {
  /// Longer than `Checkpoint.maximumLength`.
  case tooLong
  case notUTF8
  /// Lines do not all end in LF.
  case unterminated
  /// The line, counted from 1, is missing or not what the format asks for.
  case malformed(line: Int)
}

/// The size and the root of an index, and who signed them.
///
/// The text is that of a C2SP tlog-checkpoint; it is one once it is signed.
public struct Checkpoint: Hashable, Sendable {
  /// Checkpoints are not longer than this many bytes.
  public static let maximumLength = 65_536

  private static let originPrefix = "topo-archive/"
  private static let signaturePrefix = "\u{2014} "

  /// The id in the index's first entry.
  public let archiveID: Identifier
  /// Index lines, at least one.
  public let size: Int
  /// The Merkle root over these lines, without their LFs.
  public let root: Hash256
  /// Signature lines of a C2SP signed note, without their LFs, as found.
  public let signatures: [String]

  /// Nil if `size` is less than one or a signature is not one line that starts with an em dash
  /// and a space.
  public init?(archiveID: Identifier, size: Int, root: Hash256, signatures: [String] = []) {
    guard size > 0, signatures.allSatisfy(Self.isSignature) else { return nil }
    self.archiveID = archiveID
    self.size = size
    self.root = root
    self.signatures = signatures
  }

  /// What is signed: the text without signatures and the blank line before them.
  public var body: [UInt8] {
    Array("\(Self.originPrefix)\(archiveID)\n\(size)\n\(root.base64)\n".utf8)
  }

  /// The content of the file.
  public var bytes: [UInt8] {
    signatures.isEmpty ? body : body + Array("\n\(signatures.joined(separator: "\n"))\n".utf8)
  }

  /// Reads the content of a file that holds exactly one checkpoint in its canonical form.
  public init(_ bytes: RawSpan) throws(CheckpointError) {
    guard bytes.byteCount <= Self.maximumLength else { throw .tooLong }
    guard let text = String(validating: bytes.bytes(in: 0..<bytes.byteCount), as: UTF8.self) else {
      throw .notUTF8
    }
    guard text.utf8.last == UInt8(ascii: "\n") else { throw .unterminated }
    let lines = text.utf8.dropLast()
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    guard let id = Self.identifier(lines[0]) else { throw .malformed(line: 1) }
    guard lines.count > 1, let size = Self.size(lines[1]) else { throw .malformed(line: 2) }
    guard lines.count > 2, let root = Hash256(base64: lines[2]) else { throw .malformed(line: 3) }
    archiveID = id
    self.size = size
    self.root = root
    signatures = try Self.signatures(lines)
  }

  private static func identifier(_ line: String) -> Identifier? {
    guard line.hasPrefix(originPrefix) else { return nil }
    let text = line.dropFirst(originPrefix.count)
    return Identifier(text).flatMap { $0.description == text ? $0 : nil }
  }

  private static func size(_ line: String) -> Int? {
    Int(line).flatMap { $0 > 0 && String($0) == line ? $0 : nil }
  }

  private static func signatures(_ lines: [String]) throws(CheckpointError) -> [String] {
    guard lines.count > 3 else { return [] }
    guard lines[3].isEmpty else { throw .malformed(line: 4) }
    let signatures = Array(lines.dropFirst(4))
    guard !signatures.isEmpty else { throw .malformed(line: 5) }
    if let index = signatures.firstIndex(where: { !isSignature($0) }) {
      throw .malformed(line: 5 + index)
    }
    return signatures
  }

  private static func isSignature(_ line: String) -> Bool {
    line.utf8.starts(with: signaturePrefix.utf8) && line.utf8.count > signaturePrefix.utf8.count
      && !line.utf8.contains(UInt8(ascii: "\n"))
  }
}
