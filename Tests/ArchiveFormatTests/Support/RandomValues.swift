import Activities
import TestSupport

@testable import ArchiveFormat

/// Random values of the format.
extension SeededGenerator {
  mutating func identifier() -> Identifier { Identifier(high: next(), low: next()) }

  mutating func hash() -> Hash256 { Hash256(sha256Of: identifier().bytes.span.bytes) }

  mutating func instant() -> Instant {
    let seconds = Instant(seconds: Int64.random(in: 0..<4_000_000_000, using: &self))
    let unit = [1, 1_000, 1_000_000, 1_000_000_000].randomElement(using: &self) ?? 1
    return seconds + .nanoseconds(Int.random(in: 0..<1_000_000_000, using: &self) / unit * unit)
  }

  mutating func count() -> Int { Int.random(in: 0...9_000_000, using: &self) }

  /// Text that has to be escaped here and there.
  mutating func text() -> String {
    let alphabet: [Character] = Array("aé€😀\u{0}\u{1F}\n\t\"\\/ {}[],:")
    let count = Int.random(in: 0...12, using: &self)
    var text = ""
    for _ in 0..<count { text.append(alphabet.randomElement(using: &self) ?? "a") }
    return text
  }

  mutating func location() -> SegmentLocation {
    let day = UTCDay(number: Int.random(in: -100_000...100_000, using: &self))
    let folder =
      [.activities(day), .amendments(day), SegmentLocation.Folder.quarantine]
      .randomElement(using: &self) ?? .quarantine
    return SegmentLocation(
      folder, part: Int.random(in: 0...200_000, using: &self),
      revision: Int.random(in: 0...3, using: &self))
  }
}
