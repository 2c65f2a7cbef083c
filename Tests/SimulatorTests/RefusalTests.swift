import Simulator
import Testing

@Suite struct RefusalTests {
  @Test func aMissingOrWrongKeyIsRefused() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 10)) { simulator in
      for authorization in ["", "Bearer", "Bearer wrong", simulator.key, "Basic \(simulator.key)"] {
        for target in ["/v1/activities", "/v1/activities/nonsense"] {
          let answer = try await simulator.send(target, authorization: authorization)
          #expect(answer.status == 401, "\(authorization)")
          #expect(answer.headers["www-authenticate"] == "Bearer")
          #expect(answer.headers["content-type"] == "application/json")
          #expect(answer.text.hasPrefix(#"{"error":{"code":"unauthorized","message":""#))
        }
      }
      let lowerCase = try await simulator.send(
        "/v1/activities", authorization: "bearer \(simulator.key)")
      #expect(lowerCase.status == 200)
    }
  }

  @Test func noKeyIsNeededWhereNoneIsAskedFor() async throws {
    var configuration = SimulatorConfiguration(activities: 10)
    configuration.requiresKey = false
    try await withSimulator(configuration) { simulator in
      let answer = try await simulator.send("/v1/activities", authorization: "")
      #expect(answer.status == 200)
    }
  }

  @Test func aKeyWithoutTheScopeIsForbidden() async throws {
    let configuration = SimulatorConfiguration(activities: 10)
    try await withSimulator(configuration) { simulator in
      let answer = try await simulator.send(
        "/v1/activities", authorization: "Bearer \(configuration.unscopedKey)")
      #expect(answer.status == 403)
      #expect(answer.text.contains(#""code":"insufficient_scope""#))
      #expect(answer.text.contains(#""required_scope":"activities:read""#))
    }
  }

  @Test(arguments: [
    ("page", "0"), ("page", "-1"), ("page", "1.5"), ("page", "x"), ("page", ""), ("page", "+1"),
    ("page", "99999999999999999999"), ("size", "0"), ("size", "101"), ("size", "ten"),
    ("sort_by", "id"), ("sort_order", "asc"), ("sort_order", "UP"), ("event_type", "sent"),
    ("event_type", "BOUNCED"), ("resource_type", "CALL"), ("channel", "PHONE"),
    ("person_id", "1"), ("sequence_id", "01954b2e-1111-7000-bbbb-22222222222g"),
    ("sequence_template_id", ""), ("created_at_after", "yesterday"),
    ("created_at_after", "2025-03-14"), ("created_at_before", "2025-03-14T00:00:00"),
    ("created_at_before", "2025-02-29T00:00:00Z"),
  ])
  func aBadParameterIsNamed(name: String, value: String) async throws {
    try await withSimulator(SimulatorConfiguration(activities: 10)) { simulator in
      let answer = try await simulator.send("/v1/activities?size=10&\(name)=\(value)")
      #expect(answer.status == 422)
      #expect(answer.text.contains(#""code":"invalid_parameter""#))
      #expect(answer.text.contains(#""parameter":"\#(name)""#))
    }
  }

  @Test func unknownParametersAreIgnored() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 10)) { simulator in
      let page = try await simulator.list("sort_by=created_at&colour=red&types=x&debug")
      #expect(page.items.count == 10)
    }
  }

  @Test func whatIsNotThereIsNotFound() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 10)) { simulator in
      for target in ["/v1/activities/01954b2e-fc10-7000-8a3f-d2e591c04a77", "/v2/activities", "/"] {
        let answer = try await simulator.send(target)
        #expect(answer.status == 404)
        #expect(answer.text.contains(#""code":"not_found""#), "\(target)")
      }
      let malformed = try await simulator.send("/v1/activities/nonsense")
      #expect(malformed.status == 422)
      #expect(malformed.text.contains(#""parameter":"id""#))
    }
  }
}
