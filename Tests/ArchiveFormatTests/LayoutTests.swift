import Activities
import Testing
import TestSupport

@testable import ArchiveFormat

@Suite struct LayoutTests {
  static func day(_ text: String) throws -> UTCDay { try #require(UTCDay(text)) }

  @Test func placesSegments() throws {
    let day = try Self.day("2025-03-14")
    let first = SegmentLocation(.activities(day), part: 0)
    #expect(first.path == "activities/created_date=2025-03-14/part-00000.ndjson.gz")
    #expect(first.folderPath == "activities/created_date=2025-03-14")
    #expect(first.stagedPath == "staging/activities.created_date=2025-03-14.part-00000.ndjson.gz")
    #expect(
      SegmentLocation(.amendments(day), part: 123_456, revision: 2).path
        == "amendments/created_date=2025-03-14/part-123456.r2.ndjson.gz")
    #expect(SegmentLocation(.quarantine, part: 7).path == "quarantine/part-00007.ndjson.gz")
  }

  @Test func readsEveryPathItWrites() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<2_000 {
      let location = random.location()
      #expect(SegmentLocation(path: location.path) == location, "seed \(random.seed)")
    }
  }

  @Test(arguments: [
    "", "/", "activities", "index.ndjson", "quarantine/", "quarantine//part-00000.ndjson.gz",
    "/quarantine/part-00000.ndjson.gz", "./quarantine/part-00000.ndjson.gz",
    "quarantine/../part-00000.ndjson.gz", "../quarantine/part-00000.ndjson.gz",
    "quarantine/part-00000.ndjson.gz/", "quarantine/part-00000.ndjson.gz\n",
    "quarantine/part-00000.ndjson.gz\0", "quarantine\\part-00000.ndjson.gz",
    "quarantine/part-0.ndjson.gz", "quarantine/part-000000.ndjson.gz",
    "quarantine/part-0000a.ndjson.gz", "quarantine/part--0001.ndjson.gz",
    "quarantine/part-+0001.ndjson.gz", "quarantine/part-\u{0661}0000.ndjson.gz",
    "quarantine/part-99999999999999999999.ndjson.gz", "quarantine/part-.ndjson.gz",
    "quarantine/part-00000.r0.ndjson.gz", "quarantine/part-00000.r01.ndjson.gz",
    "quarantine/part-00000.r.ndjson.gz", "quarantine/part-00000.r1.r2.ndjson.gz",
    "quarantine/part-00000.ndjson", "quarantine/PART-00000.ndjson.gz",
    "quarantine/.part-00000.ndjson.gz", "quarantine/part-00000.ndjson.gz.ndjson.gz",
    "quarantine/created_date=2025-03-14/part-00000.ndjson.gz", "activities/part-00000.ndjson.gz",
    "activities/created_date=2025-02-30/part-00000.ndjson.gz",
    "activities/created_date=2025-3-14/part-00000.ndjson.gz",
    "activities/created_date=9999-12-31/part-00000.ndjson.gz",
    "activities/created_date=2025-03-14//part-00000.ndjson.gz",
    "activities/created_date=2025-03-14/../part-00000.ndjson.gz",
    "activities/created_date=2025-03-14/x/part-00000.ndjson.gz",
    "activities/../../etc/passwd", "staging/part-00000.ndjson.gz",
    "Activities/created_date=2025-03-14/part-00000.ndjson.gz",
    "activities/created_date=2025-03-14/part-00000.ndjson.g\u{FF5A}",
    "quarantine/part-\u{0301}00000.ndjson.gz",
  ])
  func refusesEveryOtherPath(_ path: String) {
    #expect(SegmentLocation(path: path) == nil)
  }

  @Test func refusesEveryChangedByte() throws {
    let path = bytes(SegmentLocation(.activities(try Self.day("2025-03-14")), part: 0).path)
    for index in path.indices {
      for byte in [UInt8(ascii: "/"), UInt8(ascii: "."), 0, UInt8(ascii: " "), 0x80] {
        var changed = path
        changed[index] = byte
        guard changed != path else { continue }
        #expect(SegmentLocation(path: changed.text) == nil, "\(changed.text)")
      }
    }
  }

  @Test func knowsTheFirstAndTheLastDayOfTime() throws {
    for number in [-106_752, 106_751] {
      let location = SegmentLocation(.activities(UTCDay(number: number)), part: 0)
      #expect(SegmentLocation(path: location.path) == location)
    }
    for number in [-106_753, 106_752] {
      let location = SegmentLocation(.activities(UTCDay(number: number)), part: 0)
      #expect(SegmentLocation(path: location.path) == nil)
    }
  }
}
