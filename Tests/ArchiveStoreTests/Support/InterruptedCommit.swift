import Activities
import ArchiveFormat
import TestSupport

@testable import ArchiveStore

/// An archive with one commit, and a second commit that can be carried out step by step.
///
/// The steps are the ones that `ArchiveWriter.commit` takes; a crash is a copy of the folder.
struct InterruptedCommit {
  let folder: TemporaryFolder
  /// The records before and after the second commit, of `activities` on the sample day.
  let before: [Sample]
  let after: [Sample]
  let steps: CommitSteps
  let placed: [PlacedSegment]
  private let writer: ArchiveWriter

  var path: String { folder("live") }

  init(seed: UInt64 = 50) async throws {
    folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: seed)
    before = samples(40, using: &generator)
    let added = samples(60, using: &generator)
    after = (before + added).sorted()
    writer = try ArchiveWriter(at: folder("live"), creating: archiveEntry())
    let archive = try await writer.commit(
      try stage(before, writer.staging), walks: [try walk(received: 40)])
    let amendments = [Sample(before[0].key, note: "later")]
    let segments =
      try stage(amendments, in: .amendments(sampleDay), writer.staging)
      + stage(added, writer.staging)
    placed = try archive.contents.place(segments)
    let entries =
      placed.map { IndexEntry.segment($0.entry) } + [.walk(try walk(received: 100))]
    steps = CommitSteps(
      folder: try Folder(path: folder("live")), staging: writer.staging,
      commit: StagedCommit(entries))
  }

  /// Where each step leaves the archive.
  enum Step: CaseIterable {
    case nothing, record, place, append, seal, forget
  }

  /// Takes all steps up to one.
  func run(through last: Step) throws {
    let index = try File.openIndex(at: path)
    var committed = try ArchiveFolder(at: path).committed()
    for step in Step.allCases {
      switch step {
      case .nothing: break
      case .record: try steps.record(placed.map(\.segment.path))
      case .place: try steps.place()
      case .append:
        try steps.append(to: index, at: committed.endOffset)
        _ = committed.append(steps.commit)
      case .seal: if let checkpoint = committed.checkpoint { try steps.folder.seal(checkpoint) }
      case .forget: try steps.forget()
      }
      if step == last { return }
    }
  }

  /// A copy of the archive as it lies on the disk now.
  func crash(_ name: String = "crashed") throws -> String {
    try copyFolder(path, to: folder(name))
    return folder(name)
  }
}

extension File {
  static func openIndex(at path: String) throws -> File {
    try Folder(path: path).openForAppending(Layout.index)
  }
}

extension ArchiveFolder {
  /// The index up to its checkpoint, whose root it must have.
  func committed() throws(StoreError) -> CommittedIndex {
    guard let checkpoint = try readCheckpoint() else { throw .archive(.checkpointMissing) }
    return try committedIndex(checkpoint)
  }
}
