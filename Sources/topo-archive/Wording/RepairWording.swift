import Activities
import Archiver
import ArchiveFormat
import ArchiveStore

/// Words for what repair found and did.
struct RepairWording {
  let isFromCopy: Bool
  let isDryRun: Bool

  private static let shown = 20

  /// What a `replacement` entry says for ever.
  static func reason(isFromCopy: Bool) -> String {
    "the file was missing or damaged; the same records were taken from "
      + (isFromCopy ? "another copy" : "the API")
  }

  static func line(for error: RepairError) -> String {
    switch error {
    case .copyNotOpened(let failure):
      "\(failure.path): \(StoreWording.reason(for: failure)); check --from"
    case .copyIsEmpty(let path):
      "\(path) holds no segments: give --from the folder of another copy of the archive"
    case .copyIsArchive(let path):
      "\(path) is the archive itself: give --from another copy of it"
    }
  }

  /// The report for people: what was read, what is healed, all that is not, and what to do.
  func summary(_ report: RepairReport, archive: String) -> [String] {
    var figures = [
      "\(Numbers.count(report.segments, "segment")) read",
      "\(Numbers.grouped(report.damaged.count)) damaged",
    ]
    if !isFromCopy {
      figures += [
        Numbers.count(report.requests, "request"),
        Numbers.count(report.retries, "retry", plural: "retries"),
      ]
    }
    var lines = ["\(archive): \(figures.joined(separator: ", "))"]
    let healed = report.damaged.filter(\.isHealed)
    lines += healed.prefix(Self.shown).map(line)
    if healed.count > Self.shown {
      lines.append("\(healedWord): \(Numbers.grouped(healed.count - Self.shown)) more")
    }
    // Of what is lost, every one is told.
    lines += report.damaged.filter { !$0.isHealed }.map(line)
    return lines + [conclusion(report)]
  }

  private var healedWord: String { isDryRun ? "can be healed" : "healed" }
  private var failedWord: String { isDryRun ? "CANNOT BE HEALED" : "NOT HEALED" }

  private func line(_ damaged: DamagedSegment) -> String {
    let what = "\(damaged.path) \(damaged.damage.words)"
    return switch damaged.outcome {
    case .healed(.restored):
      "\(healedWord): \(what); its file \(isDryRun ? "would be" : "is") back, byte for byte"
    case .healed(.replaced(let location)):
      "\(healedWord): \(what); its records \(isDryRun ? "would be" : "are") in \(location.path)"
    case .failed(let failure): "\(failedWord): \(what); \(words(for: failure, damaged.path))"
    }
  }

  private func conclusion(_ report: RepairReport) -> String {
    if report.wasInterrupted {
      return "interrupted: run repair again to go on" + (isDryRun ? "" : "; what is healed stays")
    }
    guard !report.damaged.isEmpty else {
      return "nothing is damaged: every segment file is as the index says"
    }
    guard report.isWhole else {
      let count = Numbers.grouped(report.damaged.count)
      return
        "\(healedWord): \(Numbers.grouped(report.healed)) of \(count)"
        + (isDryRun ? "" : "; what is not is as it was")
    }
    return isDryRun
      ? "all that is damaged can be healed: run it without --dry-run"
      : "all that was damaged is healed"
  }

  /// The same for machines, as one JSON object.
  func json(_ report: RepairReport) -> String {
    var object = JSONText()
    object.boolean("whole", report.isWhole)
    object.boolean("dry_run", isDryRun)
    object.number("segments", report.segments)
    object.number("damaged", report.damaged.count)
    object.array("healed", report.damaged.filter(\.isHealed).map(json))
    object.array("not_healed", report.damaged.filter { !$0.isHealed }.map(json))
    object.boolean("interrupted", report.wasInterrupted)
    object.number("requests", report.requests)
    object.number("retries", report.retries)
    return object.finish()
  }

  private func json(_ damaged: DamagedSegment) -> String {
    var object = JSONText()
    object.string("path", damaged.path)
    object.string("damage", damaged.damage.name)
    switch damaged.outcome {
    case .healed(.restored): object.string("by", "same_file")
    case .healed(.replaced(let location)):
      object.string("by", "replacement")
      object.string("replacement", location.path)
    case .failed(let failure):
      object.string("reason", failure.name)
      object.string("message", words(for: failure, damaged.path))
    }
    return object.finish()
  }
}

extension RepairWording {
  /// Why a segment is not healed, then what may.
  private func words(for failure: HealingFailure, _ path: String) -> String {
    let isFetched = SegmentLocation(path: path)?.stream != .quarantine
    let elsewhere = "try another copy" + (isFetched ? ", or without --from the API" : "")
    let copy = "give --from another copy of the archive"
    return switch failure {
    case .notReached: "the run was stopped before it came to it: run repair again"
    case .noRoom:
      "a folder or a link is in its place, or something else in the place of its folder: move that"
        + " away, then run repair again"
    case .notInCopy(let found, let held):
      "the copy has no file of it, and \(Self.share(found, held)) can be read here: \(elsewhere)"
    case .copyDamaged(let found, let held):
      "the copy's file is damaged too or another archive's, and \(Self.share(found, held)) can be read"
        + " in both together: \(elsewhere)"
    case .copyDiffers:
      "the copy has other records than were archived: \(elsewhere)"
    case .apiCounts(let found, let held) where found < held:
      "\(Self.share(found, held)) are what the API still gives and can be read here:"
        + " \(copy)"
    case .apiCounts(let found, let held):
      "\(Numbers.count(found, "record")) are what the API gives now, and"
        + " \(Numbers.grouped(held)) were archived: \(copy)"
    case .apiDiffers(let held):
      "the API gives as many records (\(Numbers.grouped(held))), but some have changed since they were"
        + " archived, as a reply's category does: \(copy)"
    case .quarantine(let found, let held):
      "\(Self.share(found, held)) can be read here, and items in quarantine cannot be fetched again:"
        + " \(copy)"
    case .redacted:
      "its records were redacted, so that only the very file can take its place:"
        + " \(isFromCopy ? "try another copy" : copy)"
    }
  }

  private static func share(_ found: Int, _ held: Int) -> String {
    "\(Numbers.grouped(found)) of its \(Numbers.count(held, "record"))"
  }
}

extension DamagedSegment {
  fileprivate var isHealed: Bool { if case .healed = outcome { true } else { false } }
}

extension SegmentDamage {
  fileprivate var words: String {
    switch self {
    case .missing: "was missing"
    case .size(let found): "had \(Numbers.count(Int(found), "byte"))"
    case .changed: "was changed"
    case .notAFile: "was no file, but a link or a folder"
    case .unreadable(let failure): "could not be read (\(StoreWording.reason(for: failure)))"
    }
  }

  fileprivate var name: String {
    switch self {
    case .missing: "missing"
    case .size: "size"
    case .changed: "changed"
    case .notAFile: "not_a_file"
    case .unreadable: "unreadable"
    }
  }
}

extension HealingFailure {
  fileprivate var name: String {
    switch self {
    case .notReached: "not_reached"
    case .noRoom: "no_room"
    case .notInCopy: "not_in_copy"
    case .copyDamaged: "copy_damaged"
    case .copyDiffers: "copy_differs"
    case .apiCounts: "api_counts"
    case .apiDiffers: "api_differs"
    case .quarantine: "quarantine"
    case .redacted: "redacted"
    }
  }
}
