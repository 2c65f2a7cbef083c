import Activities
import ArchiveFormat
import Archiver
import Testing

@Suite struct RecordCellsTests {
  /// Wherever it comes from, and with how many digits.
  @Test(arguments: ["2025-03-14T09:22:11.500Z", "2025-03-14T11:22:11.50+02:00"])
  func timesAreInUTCWithoutTrailingZeros(_ text: String) async throws {
    var activity = SampleActivity(1)
    activity.instant = try #require(Timestamp(text)).instant
    let record = activity.text.replacing("\(activity.instant)", with: text)
    let folder = try SearchArchive()
    let archive = try await folder.commit(records: [(activity.key, Array(record.utf8))])
    var cells = RecordCells()
    var lines: [String] = []
    _ = try await Search(archive).records(matching: SearchQuery()) {
      lines.append(cells.csvLine($0))
    }
    #expect(record.contains(text) && lines.count == 1)
    #expect(lines[0].hasPrefix("\(activity.id),2025-03-14T09:22:11.5Z,message.sent,"))
  }
}
