import Activities
import ArchiveFormat
import ArchivePage
import ArchiveStore
import Archiver
import Foundation
import Simulator
import TestSupport
import Testing

/// One activity by the page, the counts, and the documented API.
@Suite("Activities by the page", .timeLimit(.minutes(3))) struct ActivityRouteTests {
  struct Activity: Decodable {
    struct Redaction: Decodable {
      let reason, at: String
    }
    struct Form: Decodable {
      struct Record: Decodable {
        let id: String
      }
      let record: Record?
      let amendment: Bool
      let segment: String
      let line, block, block_offset: Int
      let leaf_hash: String
    }
    struct Event: Decodable {
      let kind, at: String
      let reason: String?
    }
    struct Signer: Decodable {
      let name, key_id: String?
    }
    let id: String
    let redacted: Redaction?
    let forms: [Form]
    let events: [Event]
    let proof: Bool
    let signers: [Signer]
    let faults: Int
  }

  private func activity(_ server: PageServer, _ id: Identifier) async throws -> Activity {
    let answer = try await server.send("GET", "/data/activities/\(id)")
    #expect(answer.status == 200, "\(answer.text)")
    answer.expectGuarded()
    return try JSONDecoder().decode(Activity.self, from: Data(answer.body))
  }

  /// A reply that got another category, so that it has two forms.
  private func amended(_ fixture: PageFixture) async throws -> Identifier {
    let workspace = fixture.simulator.workspace
    let replies = workspace.activities(ActivityFilter(eventType: "REPLIED")).compactMap(\.id)
    let id = try #require(replies.last)
    #expect(workspace.setReplyCategory("NOW_KNOWN", of: id))
    fixture.simulator.clock.advance(by: .seconds(86_400))
    try await fixture.fetch()
    return id
  }

  private func redact(_ fixture: PageFixture, _ id: Identifier) async throws {
    let subject = try #require(RedactionSubject(persons: [], activities: [id]))
    let redact = Redact(directory: fixture.directory, subject)
    let redaction = Redaction(at: Instant(seconds: 1_760_000_000), reason: "asked \"to\"")
    _ = try await redact.run(try #require(redaction))
  }

  @Test func formsAndWhereTheyLie() async throws {
    try await withPageFixture(activities: 2_000, days: 5) { fixture in
      let id = try await amended(fixture)
      let archive = try Archive(at: fixture.directory)
      let (placed, _) = try await Search(archive).places(of: id)
      let proof = try #require(try Prove(archive).proof(of: id))
      try await fixture.serve { server in
        let activity = try await activity(server, id)
        #expect(activity.id == id.description && activity.redacted == nil && activity.proof)
        #expect(activity.forms.map(\.amendment) == [false, true] && activity.faults == 0)
        #expect(activity.events.map(\.kind).prefix(2) == ["archived", "amended"])
        #expect(activity.events.allSatisfy { $0.at.hasSuffix("Z") })
        #expect(activity.forms.allSatisfy { $0.record?.id == id.description })
        for (form, placed) in zip(activity.forms, placed) {
          #expect(form.segment == placed.path && form.line == placed.line)
          #expect(form.block == placed.block && form.leaf_hash == placed.leafHash.description)
          #expect(Int64(form.block_offset) == placed.blockOffset)
        }
        let sent = try await server.send("GET", "/data/activities/\(id)/proof")
        #expect(sent.status == 200 && sent.body == proof.bytes)
        #expect(sent.fields["content-disposition"] == "attachment; filename=\"\(id).proof\"")
        sent.expectGuarded()
        let none = "/data/activities/01954b2e-fc10-7000-8a3f-d2e591c04a77"
        for target in [none, none + "/proof", none + "/other"] {
          #expect(try await server.send("GET", target).status == 404, "\(target)")
        }
      }
    }
  }

  @Test func redactedActivities() async throws {
    try await withPageFixture { fixture in
      let id = try await amended(fixture)
      try await redact(fixture, id)
      try await fixture.serve { server in
        let activity = try await activity(server, id)
        #expect(activity.redacted?.reason == "asked \"to\"")
        #expect(activity.redacted?.at == "2025-10-09T08:53:20Z")
        #expect(activity.forms.count == 2 && activity.forms.allSatisfy { $0.record == nil })
        #expect(!activity.proof && activity.signers.isEmpty)
        let redaction = try #require(activity.events.first { $0.kind == "redacted" })
        #expect(redaction.at == "2025-10-09T08:53:20Z" && redaction.reason == "asked \"to\"")
        #expect(activity.events.count { $0.kind == "redacted" } == 1)
        for target in ["/data/activities/\(id)/proof", "/v1/activities/\(id)"] {
          #expect(try await server.send("GET", target).status == 404, "\(target)")
        }
        let found = try await server.send("GET", "/data/activities?pattern=\(id)")
        #expect(found.text.contains(#""redacted":true,"match":[7,43]}"#))
        let overview = try await server.send("GET", "/data/overview")
        #expect(overview.text.contains(#""redacted"]}"#))
      }
    }
  }

  @Test func theDocumentedAPI() async throws {
    try await withPageFixture(activities: 900, days: 4) { fixture in
      let held = fixture.simulator.workspace.activities().compactMap(\.id)
      try await fixture.serve { server in
        for query in [
          "", "?size=100&page=3", "?sort_order=ASC&size=7&page=2", "?channel=EMAIL&event_type=SENT",
          "?created_at_after=2025-06-26T00:00:00Z&created_at_before=2025-06-27T12:00:00Z&size=50",
          "?page=100000", "?resource_type=MESSAGE&sort_order=ASC", "?page=0", "?size=101",
          "?channel=email", "?created_at_after=x", "?unknown=1",
        ] {
          let ours = try await server.send("GET", "/v1/activities\(query)")
          let theirs = try await simulated(fixture, "/v1/activities\(query)")
          #expect(ours.status == theirs.status && ours.text == theirs.text, "\(query)")
          ours.expectGuarded()
        }
        let id = try #require(held.first)
        let ours = try await server.send("GET", "/v1/activities/\(id)")
        #expect(ours.text == (try await simulated(fixture, "/v1/activities/\(id)")).text)
        let escaped = try await server.send(
          "GET", "/v1/activ%69ties/\("\(id)".replacing("-", with: "%2D"))")
        #expect(escaped.text == ours.text)
        for bad in ["x", "%3F", "a%25b", "\(id)%20", "01954b2e-fc10-7000-8a3f-d2e591c04a77"] {
          let ours = try await server.send("GET", "/v1/activities/\(bad)")
          let theirs = try await simulated(fixture, "/v1/activities/\(bad)")
          #expect(ours.status == theirs.status && ours.text == theirs.text, "\(bad)")
        }
      }
    }
  }

  private func simulated(_ fixture: PageFixture, _ target: String) async throws -> WireAnswer {
    let key = fixture.simulator.key
    return try await Wire.open(fixture.simulator.port) { wire in
      wire.send(
        "GET \(target) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(key)\r\n\r\n")
      return try wire.answer()
    }
  }

  struct Types: Decodable {
    let activities: Int
    let types: [String: Int]
  }
  struct Counts: Decodable {
    struct Channel: Decodable {
      let value: String?
      let count: Int
    }
    struct Template: Decodable {
      let id: String?
      let activities, sent, opened, replied, interested: Int
    }
    let segments_read, segments: Int
    let channels: [Channel]
    let templates_total: Int
    let templates: [Template]
    let channels_other, templates_other: Int
    let faults: Int?
  }

  @Test func counts() async throws {
    try await withPageFixture(activities: 2_000, days: 6) { fixture in
      let records = fixture.simulator.workspace.allRecords().map {
        String(decoding: $0, as: UTF8.self)
      }
      let day = "2025-06-25"
      let ofDay = records.filter { $0.contains(#""created_at":"\#(day)"#) }
      try await fixture.serve { server in
        for (query, records) in [
          ("", records), ("?since=\(day)&until=2025-06-26", ofDay),
          ("?until=2020-01-01", []),
        ] {
          let answer = try await server.send("GET", "/data/counts\(query)")
          let events = answer.text.components(separatedBy: "\n\n").dropLast().map { event in
            event.split(separator: "\n").map { $0.split(separator: ": ", maxSplits: 1)[1] }
          }
          #expect(events.first?.first == "types" && events.last?.first == "done")
          #expect(events.dropFirst().dropLast().allSatisfy { $0.first == "counts" })
          let types = try JSONDecoder().decode(
            Types.self, from: Data(try #require(events.first)[1].utf8))
          #expect(types.activities == records.count)
          #expect(types.types.values.reduce(0, +) == records.count)
          let counts = try JSONDecoder().decode(
            Counts.self, from: Data(try #require(events.last)[1].utf8))
          #expect(counts.segments_read == counts.segments && counts.faults == 0)
          let email = records.count { $0.contains(#""channel":"EMAIL""#) }
          #expect(counts.channels.first { $0.value == "EMAIL" }?.count ?? 0 == email)
          #expect(counts.channels.reduce(0) { $0 + $1.count } == records.count)
          #expect(counts.templates.count <= 50)
          #expect(counts.channels_other == 0 && counts.templates_other == 0)
          #expect(counts.templates_total >= counts.templates.count { $0.id != nil })
          for template in counts.templates {
            let own = records.filter { record in
              template.id.map { record.contains(#""sequence_template_id":"\#($0)""#) }
                ?? record.contains(#""sequence_template_id":null"#)
            }
            func count(_ type: String) -> Int { own.count { $0.contains(#""type":"\#(type)""#) } }
            #expect(template.activities == own.count)
            #expect(template.sent == count("message.sent"))
            #expect(template.opened == count("message.opened"))
            #expect(template.replied == count("message.replied"))
            #expect(
              template.interested
                == own.count { $0.contains(#""reply_category":"INTERESTED""#) })
          }
        }
      }
    }
  }

  /// What the overview's totals lead to.
  @Test func vanishedAndQuarantined() async throws {
    struct Vanished: Decodable {
      struct Activity: Decodable {
        let id, noticed_at: String
      }
      let total: Int
      let activities: [Activity]
    }
    try await withPageFixture { fixture in
      let id = try #require(fixture.simulator.workspace.activities().last?.id)
      #expect(fixture.simulator.workspace.delete(id))
      fixture.simulator.clock.advance(by: .seconds(3_600))
      try await fixture.fetch()
      let known = try Archive(at: fixture.directory).vanished
      #expect(known.map(\.id) == [id])
      try await fixture.serve { server in
        let answer = try await server.send("GET", "/data/vanished")
        let vanished = try JSONDecoder().decode(Vanished.self, from: Data(answer.body))
        #expect(vanished.total == 1 && vanished.activities.map(\.id) == [id.description])
        #expect(vanished.activities.first?.noticed_at == known.first?.noticedAt.description)
        let quarantine = try await server.send("GET", "/data/quarantine")
        #expect(quarantine.text == #"{"total":0,"files":[]}"#)
        for view in ["/vanished", "/quarantine", "/days?with=amendments"] {
          #expect(try await server.send("GET", view).text.hasPrefix("<!DOCTYPE html>"), "\(view)")
        }
      }
    }
  }

  /// Every member that the page may rely on.
  @Test func overview() async throws {
    try await withPageFixture { fixture in
      _ = try await amended(fixture)
      let status = ArchiveStatus(of: try Archive(at: fixture.directory))
      try await fixture.serve { server in
        let answer = try await server.send("GET", "/data/overview")
        let object = try #require(
          try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
        #expect(
          Set(object.keys) == [
            "archive_id", "source", "organization_id", "created_at", "snapshot", "checkpoint",
            "last_walk", "complete", "expired_before", "activities", "amendments", "quarantined",
            "redacted", "vanished", "size", "content_size", "types", "days", "coverage",
            "covered_until", "gaps", "incomplete", "unsettled", "signers", "damage", "signed_in",
          ])
        #expect(object["activities"] as? Int == status.activities)
        #expect(object["amendments"] as? Int == 1 && object["signed_in"] as? Bool == false)
        #expect(object["types"] as? [String: Int] == status.types)
        let days = try #require(object["days"] as? [[String: Any]])
        #expect(days.map { $0["day"] as? String } == status.calendar.map { $0.day.description })
        #expect(days.compactMap { $0["activities"] as? Int }.reduce(0, +) == status.activities)
        let checkpoint = try #require(object["checkpoint"] as? [String: Any])
        #expect(checkpoint["root"] as? String == status.checkpoint.root.base64)
        let walk = try #require(object["last_walk"] as? [String: Any])
        #expect(
          Set(walk.keys) == ["from", "until", "event_type", "complete", "started_at", "ended_at"])
      }
    }
  }
}
