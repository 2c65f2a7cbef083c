import Activities
import ArchiveFormat
import ArchiveStore

/// Copies some days of an archive into a folder for somebody else, who can verify it without us: a BagIt
/// bag with the segments of these days byte for byte, the whole index, and a report.
///
/// What is copied is verified first. What was found speaks from the report and hinders nothing, unless
/// it is about the index, without which nothing could be said. The folder appears when all of it is on
/// the disk, or not at all.
public struct Snapshot: Sendable {
  private let directory: String
  private let options: SnapshotOptions

  /// A snapshot of the archive in `directory`.
  public init(of directory: String, _ options: SnapshotOptions) {
    self.directory = directory
    self.options = options
  }

  /// What has become of it.
  public struct Outcome: Sendable {
    /// What the report tells.
    public let facts: SnapshotFacts
    /// Why the archive holds no note of the snapshot; nil if it does.
    public let noteFault: StoreError?
  }

  /// Takes the snapshot. `report` makes the files that lie beside the archive's in the bag out of the
  /// facts: their names and bytes. `progress` is told of what verify has read.
  ///
  /// Throws `SnapshotError`, `StoreError` for an archive that cannot be read, and `CancellationError`;
  /// nothing is left of the folder then.
  public func run(
    progress: @escaping @Sendable (VerifyProgress) -> Void = { _ in },
    report: (SnapshotFacts) -> [(name: String, bytes: [UInt8])]
  ) async throws -> Outcome {
    for _ in 0..<Self.attempts {
      let archive = try Archive(at: directory)
      try archive.refuseSnapshot()
      let isWithin = try Self.inOutput { () throws(StoreError) in
        try NewFolder.wouldLie(options.output, within: archive.folder)
      }
      if isWithin { throw SnapshotError.withinArchive(options.output) }
      let verification = try await verify(archive.folder, progress)
      // A commit came between: what was verified is not what was opened.
      guard verification.isOf(archive.checkpoint) else { continue }
      let counts = try await SnapshotCounting(archive, options.window).run()
      guard let facts = try write(archive, verification, counts, report) else { continue }
      return Outcome(facts: facts, noteFault: note(archive))
    }
    throw SnapshotError.archiveKeepsChanging
  }

  /// Each of them reads the whole of the days.
  private static let attempts = 5

  private func verify(
    _ folder: ArchiveFolder, _ progress: @escaping @Sendable (VerifyProgress) -> Void
  ) async throws -> VerifyReport {
    var verifying = VerifyOptions()
    verifying.snapshot = options.window
    verifying.publicKeys = options.publicKeys
    let report = try await Verify(folder, verifying).run(progress: progress)
    let fatal = report.findings.filter(\.isAboutTheIndex)
    guard fatal.isEmpty else { throw SnapshotError.indexNotTrusted(fatal) }
    return report
  }

  /// Nil, and nothing is left, if the archive is not any more what was verified.
  private func write(
    _ archive: Archive, _ verification: VerifyReport, _ counts: SnapshotCounts,
    _ report: (SnapshotFacts) -> [(name: String, bytes: [UInt8])]
  ) throws -> SnapshotFacts? {
    let folder = try Self.inOutput { () throws(StoreError) in try NewFolder(at: options.output) }
    do {
      let copied = try CopiedSegments(
        of: archive, within: options.window, to: folder, below: Bag.payload, verification)
      guard copied.isAsVerified else {
        folder.discard()
        return nil
      }
      let facts = SnapshotFacts(archive, options, verification, counts, copied)
      try folder.copyIndex(of: archive, below: Bag.payload)
      try folder.describe(facts)
      try folder.seal(facts, report(facts))
      try Task.checkCancellation()
      try folder.finish()
      return facts
    } catch {
      folder.discard()
      throw (error as? StoreError).map { Self.error($0) } ?? error
    }
  }

  /// The archive notes where its copies are, if it can be written to.
  private func note(_ archive: Archive) -> StoreError? {
    let note = SnapshotNote(
      at: options.now, window: options.window, size: archive.checkpoint.size,
      folder: NewFolder.absolutePath(of: options.output))
    guard let note else { return nil }
    do throws(StoreError) {
      try archive.folder.append(note)
      return nil
    } catch {
      return error
    }
  }
}

extension Snapshot {
  /// What the place of the snapshot refuses is told as that.
  fileprivate static func inOutput<Value>(
    _ body: () throws(StoreError) -> Value
  ) throws -> Value {
    do throws(StoreError) {
      return try body()
    } catch {
      throw Self.error(error)
    }
  }

  /// An error of writing, as what it is here.
  fileprivate static func error(_ error: StoreError) -> any Error {
    switch error {
    case .system(let failure) where failure.isNameTaken: SnapshotError.exists(failure.path)
    case .system(let failure): SnapshotError.output(failure)
    default: error
    }
  }
}

extension VerifyReport {
  /// Whether it is about an archive as of this commit.
  fileprivate func isOf(_ other: Checkpoint) -> Bool { checkpoint?.body == other.body }
}

extension Finding {
  /// Whether nothing that the index lists can be relied upon.
  fileprivate var isAboutTheIndex: Bool {
    switch kind {
    case .indexMalformed, .indexUnsupported, .checkpointMissing, .checkpointMismatch,
      .checkpointRollback:
      true
    default: false
    }
  }
}
