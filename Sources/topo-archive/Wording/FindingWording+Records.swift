import Activities
import ArchiveFormat
import Archiver

extension VerifyWording {
  static func recordMessage(_ detail: FindingDetail) -> String {
    switch detail {
    case .record(let error): words(for: error)
    case .unterminated: "the last line has no end"
    case .quarantine(.malformed(let member)):
      "the member \(member) is missing or not as the format has it"
    case .quarantine(.syntax(let error)): "no JSON: \(words(for: error))"
    case .quarantine: "no record of quarantine"
    case .violation(let reason): words(for: reason)
    case .unrecognised(let value):
      value.map { "the value \($0) is not documented" } ?? "the member is not documented"
    case .day(let day): "the record is of \(day)"
    case .duplicate(let id, let path, let line):
      "the id \(id) is also in \(path), line \(line)"
    case .duplicateItem(let path, let line): "the same item is also in \(path), line \(line)"
    case .notArchived(let id): "no activity \(id) was archived on this day"
    case .sameValue(let id): "this is the value that \(id) had before"
    case .notRedactedByIndex:
      "it looks like a redacted record, but the index has no redaction of this file with its time and"
        + " reason"
    case .redacted(let redaction, let expected, let found):
      "\(Numbers.count(found, "record")) in it \(found == 1 ? "was" : "were") redacted at"
        + " \(redaction.at); by the index it is \(Numbers.grouped(expected))"
    default: ""
    }
  }

  private static func words(for error: RecordError) -> String {
    switch error {
    case .malformed(let error): "no JSON: \(words(for: error))"
    case .notAnObject: "no JSON object"
    case .noIdentifier: "there is no id that is a UUID"
    case .noCreationTime: "created_at is no time that an archive can hold (1677 to 2262)"
    }
  }

  private static func words(for reason: Violation.Reason) -> String {
    switch reason {
    case .missing: "it is missing"
    case .wrongType(let expected): "it must be \(expected.names.joined(separator: " or "))"
    case .notUUID: "it is no UUID"
    case .notTime: "it is no ISO 8601 time with an offset, or no real date"
    case .belowMinimum(let minimum): "it must not be less than \(minimum)"
    }
  }
}
