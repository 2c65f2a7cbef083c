import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Testing

/// Where it is said that a form lies, it lies, by the means that everybody has.
@Suite("The places of an activity's forms") struct PlacedFormTests {
  private func line(_ number: Int, of path: String, in folder: SearchArchive) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", #"zcat "$0" | sed -n "$1p""#, folder.path + "/" + path, "\(number)"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: bytes.dropLast(), as: UTF8.self)
  }

  private func samples() -> [SampleActivity] {
    (0..<2_100).map { SampleActivity($0, seconds: $0) }
  }

  @Test func everyFormIsWhereItIsSaidToBe() async throws {
    let folder = try SearchArchive()
    try await folder.commit(samples())
    var amended = SampleActivity(1_500, seconds: 1_500)
    amended.category = "INTERESTED"
    let archive = try await folder.commit([], amendments: [SampleActivity(7, seconds: 7), amended])
    let (forms, report) = try await Search(archive).places(of: amended.id)
    #expect(report.isWhole && forms.map(\.form.rank.isAmendment) == [false, true])
    #expect(forms.map(\.line) == [1_501, 2] && forms.map(\.block) == [2, 1])
    for form in forms {
      let record = String(decoding: form.form.record, as: UTF8.self)
      #expect(try line(form.line, of: form.path, in: folder) == record)
      #expect(form.leafHash == MerkleTree.leafHash(form.form.record.span.bytes))
      let bytes = try Data(contentsOf: URL(filePath: folder.path).appending(path: form.path))
      #expect(Array(bytes.dropFirst(Int(form.blockOffset)).prefix(2)) == [0x1F, 0x8B])
    }
    #expect(forms[1].blockOffset == 0 && forms[0].blockOffset > 0)
    #expect(try await Search(archive).places(of: SampleActivity.identifier(9_999)).forms.isEmpty)
  }

  /// The leaf hash of what was redacted is that of what it said.
  @Test func redactedFormsKeepTheirPlace() async throws {
    let folder = try SearchArchive()
    try await folder.commit(samples())
    let sample = SampleActivity(2_000, seconds: 2_000)
    let archive = try await folder.redact([sample.id])
    let form = try #require(try await Search(archive).places(of: sample.id).forms.first)
    #expect(form.line == 2_001 && form.block == 2 && form.path.hasSuffix("part-00000.r1.ndjson.gz"))
    #expect(form.form.redaction?.at == SampleActivity.day(20).start)
    #expect(form.leafHash == MerkleTree.leafHash(sample.record.span.bytes))
  }
}
