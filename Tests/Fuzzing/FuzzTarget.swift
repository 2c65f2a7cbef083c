import TestSupport

@testable import Activities
@testable import ArchiveFormat
@testable import ArchiveStore
@testable import Patterns

/// A reader of untrusted bytes, and what must hold whatever it is given.
///
/// Each of these ends the program where something does not hold, by which libFuzzer knows.
enum FuzzTarget: String, CaseIterable {
  case json, record, time, segment, index, checkpoint, quarantine, redacted, snapshot, pattern

  /// Set once before the fuzzer starts, which runs on one thread.
  nonisolated(unsafe) static var chosen: FuzzTarget?

  func read(_ bytes: [UInt8]) {
    switch self {
    case .json: Self.readJSON(bytes)
    case .record: Self.readRecords(bytes)
    case .time: Self.readTime(bytes)
    case .segment: SegmentFuzz.read(bytes)
    case .index: IndexFuzz.read(bytes)
    case .checkpoint: Self.readCheckpoint(bytes)
    case .quarantine: Self.readQuarantine(bytes)
    case .redacted: Self.readRedacted(bytes)
    case .snapshot: Self.readSnapshot(bytes)
    case .pattern: Self.readPattern(bytes)
    }
  }

  /// A text that is accepted means the same without its white space, and in its canonical form.
  private static func readJSON(_ bytes: [UInt8]) {
    var tape = JSONTape()
    let first = Result { () throws(JSONSyntaxError) in
      try tape.parseFirstValue(of: bytes.span.bytes)
    }
    let whole = Result { () throws(JSONSyntaxError) in try tape.parse(bytes.span.bytes) }
    guard (try? whole.get()) != nil else { return }
    let startsWithSpace = bytes.first.map { [0x20, 0x0A, 0x0D, 0x09].contains($0) } ?? true
    hold(startsWithSpace || (try? first.get()) != nil, "its first value is read, too")
    let minified = JSONMinifier.minify(bytes.span.bytes)
    let canonical = try? JSONCanonical.text(of: bytes.span.bytes)
    hold(canonical != nil, "an accepted text has a canonical form")
    hold(canonical == (try? JSONCanonical.text(of: minified.span.bytes)), "white space is nothing")
    if let canonical {
      hold(canonical == (try? JSONCanonical.text(of: canonical.span.bytes)), "canonical stays so")
    }
    var report = ValidationReport()
    validator?.validate(tape, of: bytes.span.bytes, into: &report)
    _ = try? Activity(record: bytes)
  }

  /// What is said of a record does not follow from the ones before it, a line each.
  private static func readRecords(_ bytes: [UInt8]) {
    guard let validator else { return }
    var used = RecordValidator(validator)
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let record = Array(line)
      var new = RecordValidator(validator)
      let said = Result { () throws(RecordError) in try used.read(record.span.bytes) }
      let expected = Result { () throws(RecordError) in try new.read(record.span.bytes) }
      hold(said.map(\.key) == expected.map(\.key), "the same key, or the same error")
      hold(used.report == new.report, "the schema says the same")
      guard (try? said.get()) != nil else { continue }
      hold(used.reader.tape.identifiers == new.reader.tape.identifiers, "the same ids")
      let texts = [used, new].map { each in each.reader.tape.nodes.map { "\($0)" } }
      hold(texts[0] == texts[1], "the same tree")
    }
  }

  private static let validator = try? Validator.activity()

  private static func readTime(_ bytes: [UInt8]) {
    let found = Timestamp(text: bytes.span.bytes, range: 0..<bytes.count)
    let slow = SlowTime.read(bytes)
    let expected = slow.flatMap { Int64(exactly: $0.nanoseconds) }
    hold(found?.instant.nanoseconds == expected, "both readers see the same instant")
    guard let found else { return }
    hold(found.fractionDigits == slow?.digits, "both see as many digits")
    hold(Timestamp(found.instant.description)?.instant == found.instant, "its text is read again")
  }

  private static func readCheckpoint(_ bytes: [UInt8]) {
    guard let checkpoint = try? Checkpoint(bytes.span.bytes) else { return }
    hold(checkpoint.bytes == bytes, "there is one spelling of a checkpoint")
    for line in checkpoint.signatures { _ = SignatureLine(line) }
  }

  private static func readQuarantine(_ bytes: [UInt8]) {
    guard let record = try? QuarantineRecord(line: bytes.span.bytes) else { return }
    hold(try? QuarantineRecord(line: record.line.span.bytes), equals: record)
  }

  private static func readRedacted(_ bytes: [UInt8]) {
    guard let record = RedactedRecord(line: bytes.span.bytes) else { return }
    hold(record.line == bytes, "there is one spelling of a redacted record")
  }

  private static func readSnapshot(_ bytes: [UInt8]) {
    if let note = try? SnapshotNote(line: bytes.span.bytes) {
      hold(try? SnapshotNote(line: note.line.span.bytes), equals: note)
    }
    guard let snapshot = try? SnapshotDescription(bytes.span.bytes) else { return }
    hold(try? SnapshotDescription(snapshot.bytes.span.bytes), equals: snapshot)
  }

  /// The first line is the pattern, the rest what is searched.
  private static func readPattern(_ bytes: [UInt8]) {
    let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
    guard let text = String(validating: bytes[..<end], as: UTF8.self),
      let pattern = try? Pattern(text)
    else { return }
    let content = Array(bytes[end...].dropFirst())
    var matcher = PatternMatcher(pattern, cacheBytes: 4_096)
    var roomy = PatternMatcher(pattern)
    let small = matcher.matches(content.span.bytes)
    let large = roomy.matches(content.span.bytes)
    hold(small == large, "the size of the cache changes nothing")
  }
}

/// Ends the program, and names what does not hold, unless it does.
func hold(_ condition: Bool, _ words: @autoclosure () -> String) {
  if !condition { fatalError("this does not hold: \(words())") }
}

/// Ends the program unless the values are equal.
func hold<Value: Equatable>(_ found: Value?, equals expected: Value) {
  hold(found == expected, "\(String(describing: found)) is \(expected)")
}
