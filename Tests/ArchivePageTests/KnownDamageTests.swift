import Activities
import ArchiveFormat
import ArchivePage
import ArchiveStore
import Foundation
import Simulator
import TestSupport
import Testing

/// Damage that is known is told before anything else, and no longer than it is there.
@Suite("Known damage", .timeLimit(.minutes(2))) struct KnownDamageTests {
  struct Overview: Decodable {
    struct Damage: Decodable {
      struct Place: Decodable {
        let path, day: String?
        let what: String
        let count: Int
      }
      let verified_at: String?
      let intact: Bool?
      let findings, places_total: Int
      let places: [Place]
    }
    struct Day: Decodable {
      let day: String
      let marks: [String]
    }
    let damage: Damage
    let days: [Day]

    var found: [String] { days.filter { $0.marks.contains("finding") }.map(\.day) }
  }

  private func overview(_ server: PageServer) async throws -> Overview {
    let answer = try await server.send("GET", "/data/overview")
    return try JSONDecoder().decode(Overview.self, from: Data(answer.body))
  }

  /// The first segment's file, and its day.
  private func victim(_ fixture: PageFixture) throws -> (path: String, file: URL, day: String) {
    let archive = try Archive(at: fixture.directory)
    let location = try #require(archive.segments(of: .activities).first).location
    let day = try #require(location.partition).description
    let file = URL(filePath: fixture.directory).appending(path: location.path)
    return (location.path, file, day)
  }

  private func flip(_ file: URL) throws {
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: file)
  }

  private func verify(_ server: PageServer) async throws {
    let begun = try await server.send(
      "POST", "/data/verification", fields: ["Sec-Fetch-Site: same-origin"])
    #expect(begun.status == 202)
    _ = try await server.send("GET", "/data/verification/events")
  }

  private func counts(_ server: PageServer, _ query: String = "") async throws -> String {
    let events = try await server.send("GET", "/data/counts\(query)").text
    return events.components(separatedBy: "event: done").last ?? ""
  }

  @Test func whatCountsCannotRead() async throws {
    try await withPageFixture { fixture in
      let (path, file, day) = try victim(fixture)
      let whole = try Data(contentsOf: file)
      // What was counted before would be remembered.
      try flip(file)
      try await fixture.serve { server in
        let before = try await overview(server)
        #expect(before.damage.places_total == 0 && before.damage.intact == nil)
        #expect(before.found.isEmpty)
        #expect(try await counts(server).contains(#""faults":1,"damaged_days":1}"#))
        let known = try await overview(server)
        #expect(known.damage.places.map(\.path) == [path] && known.damage.places_total == 1)
        #expect(known.damage.places.first?.day == day && known.found == [day])
        #expect(known.damage.places.first?.what.contains("error: ") == true)
        // Only a verification looks at every byte.
        try whole.write(to: file)
        #expect(try await counts(server).contains(#""faults":0,"damaged_days":1}"#))
        #expect(try await overview(server).found == [day])
        try await verify(server)
        let after = try await overview(server)
        #expect(after.damage.places_total == 0 && after.found.isEmpty)
      }
    }
  }

  @Test func whatOthersCannotRead() async throws {
    try await withPageFixture { fixture in
      let (path, file, day) = try victim(fixture)
      let id = try #require(fixture.simulator.workspace.activities().first?.id)
      for target in [
        "/data/activities?limit=500", "/v1/activities?sort_order=ASC", "/data/activities/\(id)",
      ] {
        let whole = try Data(contentsOf: file)
        try await fixture.serve { server in
          try flip(file)
          _ = try await server.send("GET", target)
          let known = try await overview(server)
          #expect(known.damage.places.map(\.path) == [path] && known.found == [day], "\(target)")
        }
        try whole.write(to: file)
      }
    }
  }

  /// What is counted from memory shows nothing of a file that was damaged since.
  @Test func whatIsRememberedForgetsNoDamage() async throws {
    try await withPageFixture { fixture in
      let (path, file, day) = try victim(fixture)
      try await fixture.serve { server in
        #expect(try await counts(server).contains(#""faults":0,"damaged_days":0}"#))
        try flip(file)
        _ = try await server.send("GET", "/data/activities?limit=500")
        for _ in 0..<2 {
          #expect(try await counts(server).contains(#""faults":0,"damaged_days":1}"#))
          #expect(try await counts(server, "?until=\(day)").contains(#""damaged_days":0}"#))
          let known = try await overview(server)
          #expect(known.damage.places.map(\.path) == [path] && known.found == [day])
        }
      }
    }
  }

  @Test func aMissingFile() async throws {
    try await withPageFixture { fixture in
      let (path, file, day) = try victim(fixture)
      let whole = try Data(contentsOf: file)
      try FileManager.default.removeItem(at: file)
      try await fixture.serve { server in
        let known = try await overview(server)
        #expect(known.damage.places.map(\.path) == [path] && known.found == [day])
        #expect(known.damage.places.first?.what.contains("segmentMissing") == true)
      }
      try whole.dropLast().write(to: file)
      try await fixture.serve { server in
        let known = try await overview(server)
        #expect(known.damage.places.first?.what.contains("segmentSizeDiffers") == true)
      }
    }
  }

  @Test func whatAVerificationFinds() async throws {
    try await withPageFixture { fixture in
      let (path, file, day) = try victim(fixture)
      let whole = try Data(contentsOf: file)
      try await fixture.serve { server in
        try await verify(server)
        let good = try await overview(server)
        #expect(good.damage.intact == true && good.damage.verified_at != nil && good.found.isEmpty)
        try flip(file)
        try await verify(server)
        let known = try await overview(server)
        #expect(known.damage.intact == false && known.damage.findings >= 2)
        #expect(known.damage.places.map(\.path) == [path] && known.found == [day])
        #expect((1...known.damage.findings).contains(known.damage.places.first?.count ?? 0))
        #expect(known.damage.places.first?.what.hasPrefix("words for ") == true)
        try whole.write(to: file)
        try await verify(server)
        let healed = try await overview(server)
        #expect(healed.damage.intact == true && healed.damage.places_total == 0)
      }
    }
  }
}
