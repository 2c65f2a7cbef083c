import Activities
import Logging
import Simulator
import Synchronization
import Testing

@testable import ActivityAPI

@Suite("A walk that says it is complete is, whatever moves while it reads")
struct WalkDriftTests {
  /// Walks the workspace's days, and gives what was visible all the while, too.
  private func walk(
    _ simulator: Simulator, concurrency: Int = 1
  ) async throws -> (WalkResult, Delivered, throughout: Set<Identifier>) {
    var options = APIClient.Options()
    options.concurrency = concurrency
    options.logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let client = APIClient(
      baseURL: try BaseURL(simulator.baseURL), key: simulator.key, options: options)
    let configuration = simulator.workspace.configuration
    let delivered = Delivered()
    let slots = WalkSlots(concurrency)
    await slots.acquire()
    let before = Set(simulator.workspace.activities().compactMap(\.id))
    let outcome = await WindowWalk(
      of: Window(
        from: configuration.until - .seconds(configuration.days * 86_400),
        until: configuration.until),
      client: client, slots: slots, deliver: { delivered.add($0) }
    ).run()
    await client.shutdown()
    let after = Set(simulator.workspace.activities().compactMap(\.id))
    return (try result(outcome), delivered, before.intersection(after))
  }

  /// A tie of 350 read by page number: one that was read goes, and another may come, after request
  /// `number`.
  @Test(arguments: 1...12, [false, true])
  func aTieThatShifts(number: Int, isSwapped: Bool) async throws {
    var workspace = WorkspaceConfiguration(activities: 500, days: 1, seed: 5)
    workspace.ties = .init(size: 350)
    try await withSimulator(SimulatorConfiguration(workspace)) { simulator in
      let all = simulator.workspace.activities()
      let tied = Dictionary(grouping: all) { $0.instant }.values.max { $0.count < $1.count } ?? []
      let first = try #require(tied.first)
      simulator.drift.schedule(afterListRequest: number) { workspace in
        if let id = first.id { workspace.delete(id) }
        if isSwapped { workspace.insert(at: first.instant) }
      }
      let (result, delivered, throughout) = try await walk(simulator)
      #expect(result.failure == nil)
      #expect(result.isComplete)
      #expect(throughout.isSubset(of: delivered.ids), "after request \(number)")
    }
  }

  @Test func aTieThatNeverStandsStillIsNotClaimed() async throws {
    var workspace = WorkspaceConfiguration(activities: 300, days: 1, seed: 5)
    workspace.ties = .init(size: 290)
    try await withSimulator(SimulatorConfiguration(workspace)) { simulator in
      let all = simulator.workspace.activities()
      let tied = Dictionary(grouping: all) { $0.instant }.values.max { $0.count < $1.count } ?? []
      let instant = try #require(tied.first?.instant)
      for number in 1...600 {
        simulator.drift.schedule(afterListRequest: number) { $0.insert(at: instant) }
      }
      let (result, _, _) = try await walk(simulator)
      #expect(!result.isComplete)
      #expect(simulator.log.count < 400)
    }
  }

  /// Each pass over the pages is cut short, so that the middle of the tie is never read, while what
  /// was read goes: for some size as much goes as lacks, and the counts agree.
  @Test(arguments: 305...320)
  func aTieThatShrinksAtEachRequest(size: Int) async throws {
    var workspace = WorkspaceConfiguration(activities: size, days: 1, seed: 5)
    workspace.ties = .init(size: size)
    try await withSimulator(SimulatorConfiguration(workspace)) { simulator in
      let first = simulator.workspace.activities().prefix(17).compactMap(\.id)
      for (number, id) in first.enumerated() {
        simulator.drift.schedule(afterListRequest: number + 1) { $0.delete(id) }
      }
      let (result, delivered, throughout) = try await walk(simulator)
      #expect(result.failure == nil)
      #expect(!result.isComplete || throughout.isSubset(of: delivered.ids))
    }
  }

  /// Pages of nothing but items without a time, while a record before them goes.
  @Test(arguments: 1...10)
  func pagesWithoutATime(number: Int) async throws {
    try await withSimulator(SimulatorConfiguration(activities: 260, days: 1, seed: 9)) {
      simulator in
      let all = simulator.workspace.activities()
      let last = all[149]
      let gap = (all[150].instant - last.instant).wholeNanoseconds
      for index in 0..<320 {
        let instant = last.instant + .nanoseconds(gap * Int64(index + 1) / 400)
        simulator.workspace.insert(item: Array("[\(index)]".utf8), at: instant)
      }
      simulator.drift.schedule(afterListRequest: number) { workspace in
        if let id = last.id { workspace.delete(id) }
      }
      let (result, delivered, throughout) = try await walk(simulator)
      #expect(result.failure == nil)
      #expect(result.isComplete)
      #expect(throughout.isSubset(of: delivered.ids), "after request \(number)")
      #expect(result.received == 579)
    }
  }

  @Test(arguments: [0.0, 1.0])
  func manyItemsWithoutATimeAtOneInstant(place: Double) async throws {
    try await withSimulator(SimulatorConfiguration(activities: 50, days: 1, seed: 9)) { simulator in
      let all = simulator.workspace.activities()
      let end = simulator.workspace.configuration.until
      let instant = place == 0 ? end - .seconds(86_400) : end - .milliseconds(1)
      for index in 0..<350 {
        simulator.workspace.insert(item: Array("[\(index)]".utf8), at: instant)
      }
      let (result, delivered, _) = try await walk(simulator)
      #expect(result.failure == nil)
      #expect(result.isComplete)
      #expect(result.received == 400)
      #expect(delivered.ids.count == all.count)
    }
  }

  @Test func whatWasDeliveredAndWentIsTold() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 450, days: 1)) { simulator in
      let gone = try #require(simulator.workspace.activities()[120].id)
      simulator.drift.schedule(afterListRequest: 4) { $0.delete(gone) }
      let (result, delivered, _) = try await walk(simulator)
      #expect(result.isComplete)
      #expect(delivered.ids.contains(gone))
      #expect(result.departed.map(\.id) == [gone])
      #expect(!result.ids.contains(gone))
    }
  }

  /// Ten thousand at one instant, in another order on each request.
  @Test func aVeryLargeTie() async throws {
    var workspace = WorkspaceConfiguration(activities: 4_100, days: 1, seed: 4)
    workspace.ties = .init(size: 4_000)
    workspace.shufflesTies = true
    try await withSimulator(SimulatorConfiguration(workspace)) { simulator in
      let (result, delivered, throughout) = try await walk(simulator)
      #expect(result.isComplete)
      #expect(delivered.ids == throughout)
      // Pages are random samples: 40 · (ln 4,000 + 0.6) of them show all, and more the last few.
      #expect(simulator.log.count < 1_000, "\(simulator.log.count)")
    }
  }

  @Test func aVeryLargeTieInOneOrder() async throws {
    var workspace = WorkspaceConfiguration(activities: 10_100, days: 1, seed: 4)
    workspace.ties = .init(size: 10_000)
    try await withSimulator(SimulatorConfiguration(workspace)) { simulator in
      let (result, delivered, throughout) = try await walk(simulator)
      #expect(result.isComplete)
      #expect(delivered.ids == throughout)
      #expect(simulator.log.count < 320, "\(simulator.log.count)")
    }
  }

  @Test(arguments: [1, 3, 16])
  func neighbouringInstantsThatAreAllFull(concurrency: Int) async throws {
    try await withSimulator(SimulatorConfiguration(activities: 700, days: 1)) { simulator in
      let end = simulator.workspace.configuration.until
      for instant in [end - .seconds(86_400), end - .seconds(30_000), end - .milliseconds(6)] {
        for offset in 0..<6 * 130 {
          simulator.workspace.insert(at: instant + .milliseconds(offset / 130))
        }
      }
      let (result, delivered, throughout) = try await walk(simulator, concurrency: concurrency)
      #expect(result.isComplete)
      #expect(delivered.ids == throughout)
      #expect(simulator.log.count < 200, "\(simulator.log.count)")
    }
  }
}
