import Activities
import ArchiveFormat
import ArchiveStore
import Archiver

/// The two verdicts, and what to do about each.
extension VerifyWording {
  static func integrity(_ report: VerifyReport) -> String {
    guard !report.isIntact else {
      let words = report.leftOut > 0 ? "intact between --since and --until" : "intact"
      return words + (report.isQuick ? ", as far as sizes and hashes tell" : "")
        + (report.snapshot.map(SnapshotWording.bound) ?? "")
    }
    let undocumented = Numbers.count(
      report.undocumented, "value or field", plural: "values or fields")
    guard report.faults > 0 else {
      return "NOT INTACT by --strict: \(undocumented) that the schema does not document; nothing is"
        + " damaged"
    }
    let strictly =
      report.undocumented > 0
      ? "; and by --strict \(undocumented) that the schema does not document" : ""
    let findings = Numbers.count(report.faults, "finding")
    return "NOT INTACT: \(findings); \(remedy(report))\(strictly)"
  }

  private static func remedy(_ report: VerifyReport) -> String {
    if report.isOnlyUnsupported {
      return "verify with the newer topo-archive that made it"
    }
    guard !report.isForbidden else {
      return "let this user read every file, by chmod or as the archive's owner, then verify again"
    }
    guard report.isDamaged else {
      return "every file is as it was archived, and it is its records that break the schema: no"
        + " other copy is better"
    }
    guard !report.isHeldAgainstAnother else {
      return "the checkpoint that was given is another archive's: give one that was kept of this"
        + " one"
    }
    guard report.snapshot == nil else { return SnapshotWording.remedy }
    guard report.isMendable else {
      return "keep this copy as it is, and restore the whole archive from another one"
        + (report.hasOrphans ? ", or move the files away that no entry names" : "")
    }
    return
      "run repair --from COPY, which takes what is damaged from another copy of the archive, or"
      + " repair, which asks the API for it"
  }

  static func completeness(_ report: VerifyReport) -> String {
    guard report.isIndexWhole else {
      let reason =
        report.isOnlyUnsupported ? "this version cannot read the index" : "the index is not whole"
      return "COMPLETENESS UNKNOWN: it cannot be judged, because \(reason)"
    }
    let count = report.counts.filter { $0.key.concernsCompleteness }.values.reduce(0, +)
    guard count == 0 else {
      return
        "NOT COMPLETE: \(Numbers.count(count, "finding")); \(advice(report)) if the API still has"
        + " it" + (report.snapshot == nil ? "" : SnapshotWording.takeAgain)
    }
    guard report.isIndexVouchedFor else {
      return "COMPLETENESS UNKNOWN: it cannot be judged, because the index is not one that a"
        + " checkpoint stands for"
    }
    guard let first = report.coverage.first, let last = report.coverage.last else {
      return "complete: nothing was claimed"
    }
    // Of what has expired, whatever of it was read, nothing is claimed any more.
    let horizon = report.snapshot == nil ? report.expiredBefore : nil
    let from = max(first.from, horizon ?? first.from)
    guard from < last.until else { return "complete: all that was read has expired" }
    let window =
      "no gap from \(from) to \(last.until)"
      + (report.snapshot == nil ? "" : "; other days are not in this snapshot")
    guard report.isDamaged, !report.hasOnlyOrphans, !report.isHeldAgainstAnother else {
      return "complete: \(window)"
    }
    return "complete as archived: \(window), but see above what of it is missing or damaged now"
  }

  /// The one command that reads all that is not covered: a fetch takes up everything from the
  /// archive's beginning on, and what lies before only if it is told to.
  private static func advice(_ report: VerifyReport) -> String {
    for finding in report.findings {
      guard case .gap(let gap) = finding.detail, gap.place == .before else { continue }
      guard !gap.window.hasNoBeginning else {
        return "run fetch with an earlier --since, which reads what is missing"
      }
      return "run fetch --since \(gap.window.from), which reads what is missing"
    }
    return "run fetch, which reads what is missing"
  }

  /// What is not covered, and what covers it.
  static func words(for gap: Gap) -> String {
    let command =
      switch gap.place {
      case .before where gap.window.hasNoBeginning: "fetch with an earlier --since reads it"
      case .before: "fetch --since \(gap.window.from) reads it"
      case .between: "a plain fetch reads it"
      case .after: "a plain fetch reads on up to the present"
      }
    return "no walk has read \(WindowWording.words(gap.window)): \(command)"
  }

  /// Why a walk is incomplete, as far as its entry tells, and what completes it.
  static func words(for walk: WalkEntry) -> String {
    let received = Numbers.count(walk.received, "activity", plural: "activities")
    let reason =
      if walk.received == walk.reported {
        "received \(received), all that the API counted, but was interrupted before it had shown so,"
          + " or could not explain what became of an archived activity"
      } else if walk.received < walk.reported {
        "received \(received) of \(Numbers.grouped(walk.reported)): it was interrupted, or the API"
          + " did not give all that it counted"
      } else {
        "received \(received) where the API counted \(Numbers.grouped(walk.reported))"
      }
    return
      "the walk of \(walk.window.from) to \(walk.window.until) \(reason): a plain fetch takes it"
      + " up"
  }
}

extension VerifyReport {
  /// The findings that speak against intactness whatever `--strict` adds.
  fileprivate var faults: Int {
    counts.filter { !$0.key.concernsCompleteness }.values.reduce(0, +) - undocumented
  }

  fileprivate var isOnlyUnsupported: Bool {
    counts.allSatisfy { $0.key.concernsCompleteness || $0.key == .indexUnsupported }
  }

  /// Whether nothing speaks against the archive but that a checkpoint of another was given.
  fileprivate var isHeldAgainstAnother: Bool {
    let faults = findings.filter { !$0.kind.concernsCompleteness }
    return faults.count == 1
      && faults.contains {
        if case .kept(_, .otherArchive) = $0.detail { true } else { false }
      }
  }

  /// Whether all that was archived is as it was, beside files that do not belong to the archive.
  fileprivate var hasOnlyOrphans: Bool {
    counts[.segmentOrphan] != nil
      && counts.allSatisfy { $0.key.concernsCompleteness || $0.key == .segmentOrphan }
  }

  /// Whether files could not be opened for want of a permission, so that nothing is known of them.
  fileprivate var isForbidden: Bool {
    findings.contains { finding in
      guard case .system(let failure) = finding.detail else { return false }
      return failure.isForbidden
    }
  }

  fileprivate var hasOrphans: Bool { counts[.segmentOrphan] != nil }

  /// Whether all that is damaged are segment files, so that repair heals what can be healed.
  fileprivate var isMendable: Bool {
    guard isIndexWhole, isIndexVouchedFor else { return false }
    let files = Set(findings.filter(\.isOfASegmentFile).map(\.path))
    return findings.allSatisfy { finding in
      finding.kind.concernsCompleteness || finding.kind == .schemaViolation
        || finding.isMore || files.contains(finding.path)
    }
  }

  /// Whether something is not as it was archived, or cannot be relied upon: more than records that
  /// were archived like this.
  fileprivate var isDamaged: Bool {
    counts.contains { !$0.key.concernsCompleteness && $0.key != .schemaViolation }
  }
}

extension Finding {
  /// Whether a segment's file is not there or not the one that the index names; other findings in it
  /// follow from that.
  fileprivate var isOfASegmentFile: Bool {
    guard let path, path != Layout.index, path != Layout.checkpoint else { return false }
    return switch kind {
    case .segmentMissing, .segmentUnreadable, .sizeMismatch, .checksumMismatch, .pathUnsafe: true
    default: false
    }
  }

  fileprivate var isMore: Bool { if case .more = detail { true } else { false } }
}
