import Activities

/// What the headers of all members of a segment have in common.
enum MemberFields {
  /// Magic, deflate, FLG.FEXTRA, no time, no XFL, unknown OS (RFC 1952, section 2.3).
  static let start: [UInt8] = [0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 255]
  /// The version of what the subfield says.
  static let version: UInt8 = 1
  /// The flag of a filter that does not tell all.
  static let alwaysRead: UInt8 = 1

  /// Whether `bytes`, which are no fewer than `start`, begin with it.
  static func begin(_ bytes: RawSpan) -> Bool { bytes.bytes(in: 0..<start.count) == start }
}
