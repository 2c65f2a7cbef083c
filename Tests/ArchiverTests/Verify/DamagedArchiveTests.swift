import Activities
import ArchiveFormat
import Testing

@testable import Archiver

@Suite("Every kind of damage is found, exactly")
struct DamagedArchiveTests {
  @Test(arguments: Damage.all)
  func damageIsFound(damage: Damage) async throws {
    let specimen = try await Specimen()
    try damage.make(specimen)
    let report = try await specimen.verify(damage.options)
    let found = report.findings.map {
      Damage.Place($0.kind, $0.path, line: $0.line, pointer: $0.pointer)
    }
    #expect(found == damage.places, "\(report.findings)")
    #expect(report.isComplete == damage.isComplete)
    #expect(report.isIntact == damage.places.allSatisfy(\.kind.concernsCompleteness))
  }

  @Test func everyKindHasItsDamage() {
    let kinds = Set(Damage.all.flatMap(\.places).map(\.kind))
    #expect(Set(FindingKind.allCases) == kinds)
  }

  @Test func theSpecimenIsGood() async throws {
    let report = try await Specimen().verify()
    #expect(report.findings == [])
    #expect(report.isIntact && report.isComplete)
    #expect(report.segments == 7)
    #expect(report.activities == 1_037)
    #expect(report.amendments == 3)
    #expect(report.quarantined == 2)
    #expect(report.unrecognised == [:])
    #expect(
      report.coverage.map { "\($0.from) \($0.until)" } == [
        "2025-03-14T00:00:00Z 2025-03-17T00:00:00Z"
      ])
  }
}
