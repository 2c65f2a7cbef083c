import Activities
import Testing
import TestSupport

@testable import ArchiveFormat

@Suite struct IndexEntryDamageTests {
  @Test(arguments: Damage.values + Damage.relations)
  func namesTheDamagedMember(_ damage: Damage) {
    #expect(throws: IndexEntryError.malformed(member: damage.member)) {
      try IndexEntryTests.read(damage.line)
    }
  }

  @Test(arguments: Lines.all) func everyMemberIsRequired(_ line: String) throws {
    let original = bytes(line)
    var tape = JSONTape()
    try tape.parse(original.span.bytes)
    var members: [(name: String, range: Range<Int>)] = []
    tape.forEachMember(of: 0) { key, value in
      members.append(
        (
          tape.string(key, in: original.span.bytes) ?? "",
          tape.range(of: key).lowerBound..<tape.range(of: value).upperBound
        ))
    }
    for member in members {
      var damaged = original
      let renamed = bytes("\"_\(member.name)\":0")
      damaged.replaceSubrange(member.range, with: renamed)
      #expect(throws: IndexEntryError.malformed(member: member.name)) {
        try IndexEntry(line: damaged.span.bytes)
      }
    }
  }

  @Test(arguments: Lines.all) func neverCrashesOnChangedBytes(_ line: String) {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<500 {
      var changed = bytes(line)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = changed.indices.randomElement(using: &random) ?? 0
        changed[index] = UInt8.random(in: 0...255, using: &random)
      }
      if let entry = try? IndexEntry(line: changed.span.bytes) {
        #expect((try? IndexEntry(line: entry.line.span.bytes)) == entry, "seed \(random.seed)")
      }
    }
  }
}
