import Activities
import ArchiveFormat

/// What the pass over one segment file has found.
struct SegmentOutcome: Sendable {
  /// What is wrong with it.
  var log = FindingLog()
  /// What its records have that the schema does not document.
  var unrecognised = UnrecognisedCounts()
  /// Records that could be placed.
  var records = 0
  /// Whether every record was read, so that what was not found is not there.
  var isWhole = false
  /// Fingerprints of the ids, or of the items of quarantine, for telling whether one is twice.
  var fingerprints: [UInt64] = []
  /// In amendments, every form; in activities, those of the ids asked for.
  var forms: [Form] = []
}

/// An activity's value at one place of the archive.
struct Form: Sendable {
  let id: Identifier
  /// The SHA-256 of the record's canonical JSON text.
  let value: Hash256
  /// From 1.
  let line: Int

  init?(id: Identifier, record: RawSpan, line: Int) {
    guard let canonical = try? JSONCanonical.text(of: record) else { return nil }
    self.id = id
    self.line = line
    value = Hash256(sha256Of: canonical.span.bytes)
  }
}

/// What a pass over a partition collects, so that its memory is bounded: the ids of one slice.
struct IdentifierSlice: Sendable {
  /// The number of slices.
  let count: Int
  /// The slice that is collected, from 0.
  let number: Int
  /// Mixed into fingerprints, so that no one can make ids that have the same one.
  let seed: UInt64

  /// The fingerprint of an id, which is never 0; nil for an id of another slice.
  func fingerprint(of id: Identifier) -> UInt64? { fingerprint(id.high, id.low) }

  /// The fingerprint of an item's hash; nil for one of another slice.
  func fingerprint(of item: Hash256) -> UInt64? {
    item.withUnsafeBytes { bytes in
      fingerprint(bytes.load(as: UInt64.self), bytes.load(fromByteOffset: 8, as: UInt64.self))
    }
  }

  private func fingerprint(_ first: UInt64, _ second: UInt64) -> UInt64? {
    var mixed = (first ^ seed) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 32) ^ second) &* 0xD6E8_FEB8_6659_FD93
    mixed = (mixed ^ (mixed >> 32) ^ seed) &* 0xD6E8_FEB8_6659_FD93
    mixed ^= mixed >> 32
    guard count == 1 || Int(mixed % UInt64(count)) == number else { return nil }
    return max(mixed, 1)
  }
}
