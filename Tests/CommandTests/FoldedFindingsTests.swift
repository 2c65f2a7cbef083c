import Archiver
import Testing

@testable import topo_archive

@Suite("Findings as people read them") struct FoldedFindingsTests {
  @Test(arguments: [1, 3, 4, 5, 100])
  func ofAKindInAFileTheFirstAreShown(count: Int) {
    let many = (1...count).map { Finding(.recordMalformed, path: "a", line: $0) }
    let others = [Finding(.checksumMismatch, path: "a"), Finding(.recordMalformed, path: "b")]
    let lines = FoldedFindings.lines(many + others)
    #expect(Array(lines.prefix(min(count, 3))) == many.prefix(3).map(VerifyWording.line))
    #expect(Array(lines.suffix(2)) == others.map(VerifyWording.line))
    #expect(lines.count == (count > 4 ? 4 : count) + 2)
    #expect(
      lines.contains(
        "record_malformed: a: \(count - 3) more (verify --json lists up to 100 of a kind)")
        == (count > 4))
  }
}
