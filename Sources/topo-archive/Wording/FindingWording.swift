import Activities
import ArchiveFormat
import Archiver
import ArchiveStore

extension VerifyWording {
  /// What a finding says, without its place.
  static func message(_ finding: Finding) -> String {
    switch finding.detail {
    case .none: message(finding.kind)
    case .entry, .contradiction, .lineTooLong, .otherOrganization, .checkpoint, .otherArchive,
      .otherSnapshot, .kept, .indexMissing, .indexShort, .indexRoot, .indexLong, .walkNumbers:
      indexMessage(finding)
    case .record, .unterminated, .quarantine, .violation, .unrecognised, .day, .duplicate,
      .duplicateItem, .notArchived, .sameValue, .notRedactedByIndex, .redacted:
      recordMessage(finding.detail)
    case .system, .number, .contentSize, .types, .hash, .member, .header, .block, .filter, .filters,
      .ids, .times:
      fileMessage(finding)
    case .signature(let name, .missing): "no signature of the key \(name) is there"
    case .signature(let name, .invalid):
      "the signature of \(name) is not that of the public key over this checkpoint: the one or the"
        + " other was changed"
    case .past(let heir?):
      "the archive has \(heir.path) in this file's place: remove this one, or keep it elsewhere"
    case .past(nil): "this file has expired: remove it, or keep it elsewhere"
    case .unsafePath(let path): "the path \(path) leads out of the archive"
    case .gap(let gap): words(for: gap)
    case .walk(let walk): words(for: walk)
    case .more(let total):
      "\(Numbers.grouped(total)) findings of this kind in all, of which no more than the first"
        + " \(VerifyReport.listed) are listed, by verify --json"
    }
  }

  private static func message(_ kind: FindingKind) -> String {
    switch kind {
    case .checkpointMissing: "there is an index, but no checkpoint"
    case .signatureInvalid: "this line is no signature"
    case .segmentMissing: "the index names this file, but it is not there"
    case .segmentOrphan: "no index entry names this file"
    case .outOfOrder: "the record does not come after the one before it"
    case .pathUnsafe: "a symbolic link, or no file at all, is in this place"
    default: kind.rawValue.replacing("_", with: " ")
    }
  }

  private static func indexMessage(_ finding: Finding) -> String {
    switch finding.detail {
    case .entry(let error): words(for: error)
    case .contradiction(let contradiction): words(for: contradiction)
    case .lineTooLong: "the line is too long to be an entry"
    case .otherOrganization(let id):
      "this is of workspace \(id.map { "\($0)" } ?? "none"), unlike what is around it"
    case .checkpoint: "this is no checkpoint"
    case .otherArchive(let id): "the checkpoint is that of archive \(id)"
    case .otherSnapshot(let id, let size, let root):
      "the snapshot was taken at a checkpoint of \(Numbers.count(size, "line")) of archive \(id), root"
        + " \(root.base64), and this is not that checkpoint"
    case .kept(let file, let fault): words(for: fault, file)
    case .indexMissing(let expected):
      "it is missing"
        + (expected.map { "; the checkpoint stands for \(Numbers.count($0, "line"))" } ?? "")
    case .indexShort(let lines, let expected):
      "the index ends after \(Numbers.grouped(lines)) of the \(Numbers.count(expected, "line")) that"
        + " the checkpoint stands for: this looks like a rollback or a partial restore"
    case .indexRoot(let expected, let found):
      "it says that the root is \(expected.base64), and that of index.ndjson is \(found.base64): one of"
        + " the two was changed"
    case .indexLong(let bytes):
      "\(Numbers.count(bytes, "byte")) follow the checkpoint's lines, and no interrupted commit"
        + " explains them"
    case .walkNumbers(let walk):
      "the walk counts as complete, but received \(Numbers.grouped(walk.received)) of"
        + " \(Numbers.grouped(walk.reported)) activities"
    default: message(finding.kind)
    }
  }

  private static func words(for fault: KeptCheckpointFault, _ file: String) -> String {
    switch fault {
    case .otherArchive(let id, let this):
      "\(file) is a checkpoint of archive \(id), and this is archive \(this)"
    case .indexShort(let lines, let expected):
      "the index has \(Numbers.count(lines, "line")), \(file) stands for \(Numbers.grouped(expected)):"
        + " this looks like a rollback or a partial restore"
    case .root(let lines, let expected, let found):
      "its first \(lines == 1 ? "line is not as it was" : "\(Numbers.grouped(lines)) lines are not as they were")"
        + " when \(file) was made: the root is \(found.base64), in \(file) it is \(expected.base64)"
    }
  }

  private static func words(for error: IndexEntryError) -> String {
    switch error {
    case .syntax(let error): "this is no JSON (\(words(for: error)))"
    case .notAnObject: "this is no JSON object"
    case .malformed(let member): "the member \(member) is missing or not as the format has it"
    case .unsafePath(let path): "the path \(path) is none of a segment"
    case .unsupportedKind(let kind):
      "made by a newer topo-archive (an entry of kind \(kind)): verify with that version"
    case .unsupportedFormat(let format):
      "made by a newer topo-archive (format \(format)): verify with that version"
    }
  }

  private static func words(for contradiction: Contradiction) -> String {
    switch contradiction {
    case .noArchiveEntry: "the first entry does not say which archive this is"
    case .anotherArchiveEntry: "a later entry says again which archive this is"
    case .namedTwice(let location): "\(location.path) was named before"
    case .notHeld(let location): "the archive does not hold \(location.path) at this point"
    }
  }

  /// What is wrong with a JSON text.
  static func words(for error: JSONSyntaxError) -> String {
    let reason =
      switch error.reason {
      case .unexpectedByte: "an unexpected character"
      case .unexpectedEnd: "it ends too early"
      case .trailingBytes: "something follows it"
      case .controlCharacter: "a bare control character"
      case .invalidEscape: "a wrong escape"
      case .unpairedSurrogate: "half a surrogate pair"
      case .invalidUTF8: "no UTF-8"
      case .invalidNumber: "a wrong number"
      case .duplicateKey: "a key twice"
      case .tooDeep: "nested more than \(JSONTape.maximumDepth) levels deep"
      case .tooLong: "too long"
      }
    return "\(reason), byte \(error.offset + 1)"
  }
}
