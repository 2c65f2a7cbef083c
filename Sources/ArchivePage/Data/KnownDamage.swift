import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Synchronization

/// What is known to be wrong with the archive that is served: by the last verification, by a look at the
/// folders, and by what could not be read.
///
/// What could not be read is known until a verification has found otherwise: what was counted before the
/// damage is remembered, so that an answer without a fault shows nothing.
final class KnownDamage: Sendable {
  /// The most places that could not be read and are remembered.
  private static let mostUnread = 1_000
  /// How long a look at the folders counts.
  private static let freshFor = Duration.seconds(5)

  private struct Held {
    var verified: VerifiedDamage?
    var lost: [DamagedPlace] = []
    var unread: [String: DamagedPlace] = [:]
    /// Another number stands for other damage.
    var revision = 0
    var lookedAt: ContinuousClock.Instant?
  }

  private let words: PageWords
  private let held = Mutex(Held())

  init(_ words: PageWords) {
    self.words = words
  }

  /// All that is known of the files of a commit, after a look at its folders if the last was long ago.
  func report(on archive: Archive) -> DamageReport {
    look(at: archive)
    let (verified, places, revision) = held.withLock { held in
      (
        held.verified,
        (held.verified?.places ?? []) + held.lost + held.unread.values.sorted { $0.what < $1.what },
        held.revision
      )
    }
    return DamageReport(
      verified, places.filter { $0.concerns(archive) }, revision: revision)
  }

  /// A verification has come to its end.
  func verified(_ report: VerifyReport, at end: Instant) {
    let verified = VerifiedDamage(report, at: end, words)
    held.withLock { held in
      held.verified = verified
      held.unread = [:]
      held.revision += 1
    }
  }

  /// Something could not be read; what names no file of the archive is not remembered.
  func met(_ error: any Error) {
    if let path = error.damagedPath { met(error, at: path) }
  }

  /// A file could not be read.
  func met(_ error: any Error, at path: String) {
    let place = DamagedPlace(path: path, what: words.error(error))
    held.withLock { held in
      guard held.unread.count < Self.mostUnread || held.unread[path] != nil else { return }
      if held.unread.updateValue(place, forKey: path) != place { held.revision += 1 }
    }
  }

  private func look(at archive: Archive) {
    let isDue = held.withLock { held in
      if let lookedAt = held.lookedAt, ContinuousClock.now - lookedAt < Self.freshFor {
        return false
      }
      held.lookedAt = .now
      return true
    }
    guard isDue else { return }
    let lost = archive.lostFiles().map {
      DamagedPlace(path: $0.damagedPath, what: words.error($0))
    }
    held.withLock { held in
      guard held.lost != lost else { return }
      held.lost = lost
      held.revision += 1
    }
  }
}

/// Something that is wrong with a file of an archive, or with the archive.
struct DamagedPlace: Hashable, Sendable {
  /// Relative to the archive's folder; nil if it is about no file.
  let path: String?
  /// What is wrong, in words.
  let what: String

  /// The day of a segment; nil for another file.
  var day: UTCDay? { path.flatMap { SegmentLocation(path: $0) }?.partition }

  /// Whether the file may be one of the archive's still; a file that another has replaced is not.
  fileprivate func concerns(_ archive: Archive) -> Bool {
    guard let location = path.flatMap({ SegmentLocation(path: $0) }) else { return true }
    return !archive.contents.isOfThePast(location)
  }
}

/// What a verification found that speaks against intactness.
struct VerifiedDamage: Sendable {
  let at: Instant
  let isIntact: Bool
  /// The true number of findings, of which not all may be listed.
  let findings: Int
  let places: [DamagedPlace]

  fileprivate init(_ report: VerifyReport, at end: Instant, _ words: PageWords) {
    at = end
    isIntact = report.isIntact
    findings = report.counts.filter { !$0.key.concernsCompleteness }.values.reduce(0, +)
    places = report.findings.filter { !$0.kind.concernsCompleteness && !$0.isMore }
      .map { DamagedPlace(path: $0.path, what: words.finding($0)) }
  }
}

extension Finding {
  /// Whether it only says how many more there are.
  fileprivate var isMore: Bool { if case .more = detail { true } else { false } }
}

extension Error {
  /// The file of the archive that is damaged or missing; nil for an error that is about none.
  fileprivate var damagedPath: String? {
    switch self as any Error {
    case StoreError.segment(let path, _, _), StoreError.archive(.segmentMissing(let path)),
      StoreError.archive(.segmentSizeDiffers(let path, _, _)), PagingError.damaged(let path, _):
      path
    default: nil
    }
  }
}
