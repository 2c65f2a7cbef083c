import Activities
import Archiver

/// What is known of verifications at a moment, and as JSON.
struct VerificationNow: Sendable {
  /// How far the one that runs has come.
  struct Progress: Sendable {
    private let text: String

    /// Before anything is known.
    init() {
      text =
        #"{"bytes":0,"total_bytes":0,"segments":0,"total_segments":0,"findings":0}"#
    }

    init(_ progress: VerifyProgress) {
      var object = JSONText()
      object.number("bytes", progress.bytes)
      object.number("total_bytes", progress.totalBytes)
      object.number("segments", progress.segments)
      object.number("total_segments", progress.totalSegments)
      object.number("findings", progress.findings)
      text = object.finish()
    }

    fileprivate var json: String { text }
  }

  /// Of the one that runs; nil if none does.
  var progress: Progress?
  /// The last one that came to its end, as JSON; nil before the first.
  var last: String?
  /// Why the last one could not come to its end; nil if it did.
  var failure: String?

  /// Whether there is anything to tell.
  var hasBegun: Bool { progress != nil || last != nil || failure != nil }

  /// How far the one that runs has come, as JSON; nil if none runs.
  var running: String? { progress?.json }

  /// How the last one ended, as JSON.
  var end: String {
    guard let failure else { return last ?? "null" }
    var object = JSONText()
    object.string("message", failure)
    return object.finish()
  }

  /// All of it.
  var text: String {
    var object = JSONText()
    object.raw("running", running ?? "null")
    object.raw("last", last ?? "null")
    object.string("failure", failure)
    return object.finish()
  }

  /// A report, its verdicts in words, and when it was made.
  static func last(
    _ report: VerifyReport, from startedAt: Instant, until endedAt: Instant, _ words: PageWords
  ) -> String {
    var verdicts = JSONText()
    verdicts.string("intact", words.integrity(report))
    verdicts.string("complete", words.completeness(report))
    var object = JSONText()
    object.string("started_at", startedAt.description)
    object.string("ended_at", endedAt.description)
    object.raw("verdicts", verdicts.finish())
    object.raw("report", String(decoding: report.json(message: words.finding), as: UTF8.self))
    return object.finish()
  }
}
