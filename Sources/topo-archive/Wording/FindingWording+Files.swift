import Activities
import ArchiveFormat
import Archiver
import ArchiveStore

extension VerifyWording {
  static func fileMessage(_ finding: Finding) -> String {
    switch finding.detail {
    case .system(let failure): StoreWording.reason(for: failure)
    case .number(let expected, let found):
      finding.kind == .sizeMismatch
        ? "the file has \(Numbers.count(found, "byte")), the index says \(Numbers.grouped(expected))"
        : "there are \(Numbers.count(found, "record")), the index says \(Numbers.grouped(expected))"
    case .contentSize(let expected, let found):
      "the records have \(Numbers.count(found, "byte")), the index says"
        + " \(Numbers.grouped(expected))"
    case .types(let expected, let found):
      "there are \(types(found)), the index says \(types(expected))"
    case .hash(let expected, let found):
      finding.kind == .checksumMismatch
        ? "the file's SHA-256 is \(found.hex), the index says \(expected.hex): it was changed"
        : "the records' root is \(found.hex), the index says \(expected.hex)"
    case .member(let offset, let fault, let isDeadEnd):
      "the block at byte \(Numbers.grouped(Int(offset))): \(StoreWording.words(for: fault))"
        + (fault == .trailingBytes
          ? "" : isDeadEnd ? "; nothing from there on was read" : "; none of its records was read")
    case .header(let offset, let error):
      "the block at byte \(Numbers.grouped(Int(offset))): \(words(for: error))"
    case .block(let offset, let field):
      "the header of the block at byte \(Numbers.grouped(Int(offset))) has \(words(for: field))"
    case .filter(let offset):
      "the filter at byte \(Numbers.grouped(Int(offset))) is not that of the records:"
        + " searches would miss some"
    case .filters(let expected, let found):
      "\(Numbers.count(found, "filter")) can be found for \(Numbers.count(expected, "group")) of blocks"
    case .ids(let expected, let found):
      "the ids go from \(found.lowerBound) to \(found.upperBound), the index says"
        + " \(expected.lowerBound) to \(expected.upperBound)"
    case .times(let expected, let found):
      "the times go from \(found.lowerBound) to \(found.upperBound), the index says"
        + " \(expected.lowerBound) to \(expected.upperBound)"
    default: finding.kind.rawValue.replacing("_", with: " ")
    }
  }

  private static func types(_ counts: [String: Int]) -> String {
    guard !counts.isEmpty else { return "no types" }
    let sorted = counts.sorted { $0.key < $1.key }.prefix(16)
    return sorted.map { "\(Numbers.grouped($0.value)) \($0.key)" }.joined(separator: ", ")
  }

  private static func words(for error: BlockHeaderError) -> String {
    switch error {
    case .truncated: "its header ends too early"
    case .notGzip: "it is no gzip member"
    case .notABlock:
      "it is a gzip member, but no block and no filter: this archiver did not write it"
    case .unsupportedVersion(let version):
      "its header is of version \(version), made by a newer topo-archive"
    case .malformed: "its header is damaged"
    }
  }

  private static func words(for field: BlockField) -> String {
    switch field {
    case .form: "a block that is empty, too long, or behind a shorter one"
    case .count: "another number of records"
    case .memberSize: "another size of the block"
    case .contentSize: "another size of the records"
    case .times: "other times"
    case .root: "another root"
    case .flags: "other flags"
    case .filter: "another filter: searches would miss records"
    }
  }
}
