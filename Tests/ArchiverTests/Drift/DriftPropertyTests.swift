import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Simulator
import Synchronization
import TestSupport
import Testing

/// Random schedules of drift and faults, over HTTP: hundreds of walks, and thousands in scripts/torture.
///
/// `TOPO_ARCHIVE_SCHEDULES` says how many, `TOPO_ARCHIVE_FIRST_SEED` from which seed on.
@Suite("The archive is the truth as of the walk, or the walk is not called complete")
struct DriftPropertyTests {
  private static let count = EnvironmentVariable.number("TOPO_ARCHIVE_SCHEDULES") ?? 12
  private static let first = EnvironmentVariable.number("TOPO_ARCHIVE_FIRST_SEED") ?? 1
  private static let lanes = 4

  @Test(arguments: 0..<lanes)
  func whateverMovesAndFails(lane: Int) async throws {
    var walks = 0
    var incomplete = 0
    for number in stride(from: lane, to: Self.count, by: Self.lanes) {
      let schedule = DriftSchedule(seed: UInt64(Self.first + number))
      try await withFetchFixture(schedule.configuration) { fixture in
        var trial = DriftTrial(schedule, fixture)
        try await trial.run()
        let all = try fixture.archive().walks
        walks += all.count
        incomplete += all.count { !$0.isComplete }
      }
    }
    // scripts/torture adds these up.
    print("counted \(walks) walks, \(incomplete) of them not complete")
  }
}

/// The runs of one schedule.
private struct DriftTrial {
  private let schedule: DriftSchedule
  private let fixture: FetchFixture
  private var shown = ShownForms()

  init(_ schedule: DriftSchedule, _ fixture: FetchFixture) {
    self.schedule = schedule
    self.fixture = fixture
  }

  private var seed: Comment { "seed \(schedule.seed)" }
  private var workspace: SyntheticWorkspace { fixture.simulator.workspace }

  mutating func run() async throws {
    if schedule.tick > .zero {
      let tick = schedule.tick
      for number in 1...400 {
        fixture.simulator.drift.schedule(afterListRequest: number) { $0.clock.advance(by: tick) }
      }
    }
    for run in schedule.runs {
      try await fetchWhileItMoves(run)
      fixture.simulator.clock.advance(by: run.pause)
    }
    fixture.simulator.faults = []
    fixture.simulator.drift.random = nil
    try await comeToRest()
    try await moveAndReconcile()
  }

  /// What a walk of this run claims must be held, and the run must claim no more than its walks.
  private mutating func fetchWhileItMoves(_ run: DriftSchedule.Run) async throws {
    let before = workspace.activities()
    let changes = workspace.history.count
    let walks = (try? fixture.archive().walks.count) ?? 0
    shown.look(at: workspace)
    let until = run.leaves.map { fixture.simulator.clock.now - $0 }
    var report: FetchReport?
    do {
      report = try await fixture.fetch(concurrency: schedule.concurrency, timeout: schedule.timeout)
      {
        $0.largestWindow = schedule.largestWindow
        $0.settle = schedule.settle
        $0.until = until
      }
    } catch let error as APIError {
      #expect(!schedule.configuration.faults.isEmpty, "\(seed): \(error)")
    }
    shown.look(at: workspace)
    guard let archive = try? fixture.archive() else { return }
    var deleted: Set<Identifier> = []
    for case .deleted(let id) in workspace.history[changes...] { deleted.insert(id) }
    let held = try fixture.heldIDs()
    let claimed = archive.walks[walks...].filter { $0.isComplete && $0.eventType == nil }
    for activity in before {
      guard let id = activity.id, !deleted.contains(id), !held.contains(id) else { continue }
      let walk = claimed.first { $0.window.contains(activity.instant) }
      #expect(walk == nil, "\(seed): \(id) of \(activity.instant) is claimed and not held")
    }
    try expectShownForms()
    guard let report else { return }
    #expect(report.isComplete == Coverage(archive.walks).incomplete.isEmpty, seed)
    if report.isComplete, let start = report.start, let end = report.end, start < end {
      let left = Window(from: start, until: end).subtracting(Coverage(archive.walks).covered)
      #expect(left.isEmpty, "\(seed): complete, and \(left) was not read")
    }
  }

  /// Every record is, byte for byte, one that the API has sent.
  private func expectShownForms() throws {
    for stream in [SegmentStream.activities, .amendments] {
      for (id, record) in try fixture.identified(fixture.records(stream)) {
        #expect(shown.contains(record, of: id) != false, "\(seed): \(record) was never shown")
      }
    }
  }

  /// Once nothing moves any more, one run makes the archive the truth, and the next adds nothing.
  private func comeToRest() async throws {
    let clock = fixture.simulator.clock
    let rest = max(clock.now, workspace.configuration.until) + schedule.settle + .seconds(3_600)
    clock.advance(by: rest - clock.now)
    showSomething()
    let report = try await fetchQuietly()
    #expect(report.isComplete, seed)
    if schedule.settlesLast { try fixture.expectTruth(seed) }
    fixture.simulator.log.reset()
    let again = try await fetchQuietly()
    #expect(again.added == 0 && again.amended == 0 && again.isComplete, seed)
    #expect(fixture.simulator.log.count(.get) == 0, seed)
  }

  /// An API that shows nothing at all is not believed when it says that something is gone.
  private func showSomething() {
    guard workspace.activities().allSatisfy({ $0.id == nil }) else { return }
    workspace.insert(at: workspace.configuration.until - .seconds(1))
  }

  /// What has moved behind fetch, reconcile finds, once.
  private func moveAndReconcile() async throws {
    for number in 1...20 { schedule.later.apply(after: number, to: workspace) }
    showSomething()
    _ = try await fetchQuietly()
    let report = try await fixture.reconcile { $0.isFull = true }
    #expect(report.isWhole, seed)
    try fixture.expectTruth(seed)
    for isFull in [true, false] {
      let again = try await fixture.reconcile { $0.isFull = isFull }
      #expect(again.isAgreed && again.differences.isEmpty, "\(seed): \(again.counts)")
    }
    let verdict = try await Verify(ArchiveFolder(at: fixture.directory)).run()
    #expect(verdict.isIntact && verdict.isComplete, "\(seed): \(verdict.findings)")
  }

  /// From the first day on, should a server that lied have hidden it.
  private func fetchQuietly() async throws -> FetchReport {
    let configuration = workspace.configuration
    let first = (configuration.until - .seconds(configuration.days * 86_400)).day.start
    return try await fixture.fetch(concurrency: schedule.concurrency) {
      $0.since = first
      $0.settle = schedule.settle
    }
  }
}
