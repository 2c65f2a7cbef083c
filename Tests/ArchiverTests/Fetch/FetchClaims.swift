import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Simulator
import Testing

/// What an archive claims, held against what the simulator shows.
extension FetchFixture {
  /// The visible activities in covered windows that the archive does not hold.
  func falselyClaimed() throws -> [Identifier] {
    guard let archive = try? archive() else { return [] }
    let covered = Coverage(archive.walks).covered
    let held = try heldIDs()
    return simulator.workspace.activities().compactMap { activity in
      guard let id = activity.id, covered.contains(where: { $0.contains(activity.instant) }) else {
        return nil
      }
      return held.contains(id) ? nil : id
    }
  }

  /// Whether the index has no walk before that of the archive's first window.
  func beginsWithItsBeginning() throws -> Bool {
    guard let walks = try? archive().walks, let first = walks.first else { return true }
    let oldest = simulator.workspace.activities().first?.instant.day.start
    return walks.allSatisfy { $0.window.from >= first.window.from } && first.window.from == oldest
  }

  func heldIDs() throws -> Set<Identifier> {
    var reader = RecordReader()
    return Set(try records().map { try reader.read(Array($0.utf8).span.bytes).id })
  }

  /// Runs once more without faults, and compares everything with the truth.
  func expectWhole(
    _ comment: Comment, concurrency: Int = 4, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    simulator.faults = []
    simulator.drift.random = nil
    let report = try await fetch(concurrency: concurrency)
    #expect(report.isComplete, comment, sourceLocation: sourceLocation)
    #expect(try records() == truth(), comment, sourceLocation: sourceLocation)
    #expect(try falselyClaimed().isEmpty, comment, sourceLocation: sourceLocation)
    let verdict = try await Verify(ArchiveFolder(at: directory)).run()
    #expect(verdict.isIntact, comment, sourceLocation: sourceLocation)
    #expect(verdict.isComplete, comment, sourceLocation: sourceLocation)
  }

  /// How many requests a run sends.
  func requests(_ change: (inout FetchOptions) -> Void = { _ in }) async throws -> Int {
    simulator.log.reset()
    let report = try await fetch(change)
    #expect(report.isComplete)
    return simulator.log.count
  }
}
