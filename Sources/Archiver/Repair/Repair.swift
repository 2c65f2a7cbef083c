import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore

/// Makes damaged and missing segments of an archive whole again, from another copy of it or from the
/// API.
///
/// Only what the index commits to is put in their place: the very file, or the very records. The
/// index itself is not repaired, and no file that is as it says is touched.
public struct Repair: Sendable {
  let directory: String
  let origin: RepairOrigin
  let options: RepairOptions
  let progress: @Sendable (VerifyProgress) -> Void

  /// A repair of the archive at `directory`. `progress` is told of each segment that was read.
  public init(
    directory: String, from origin: RepairOrigin, options: RepairOptions,
    progress: @escaping @Sendable (VerifyProgress) -> Void = { _ in }
  ) {
    self.directory = directory
    self.origin = origin
    self.options = options
    self.progress = progress
  }

  /// Reads every segment and heals what can be, one after the other, so that a run that ends early
  /// has made progress; cancelled, it reports how far it came.
  ///
  /// Throws `StoreError` for an archive whose index does not stand, as every writer does;
  /// `RepairError`, `FetchError` and `APIError` for what the damaged segments were to come from.
  public func run() async throws -> RepairReport {
    let target = try CommitTarget.archive(
      at: directory, dryRunFolder: options.dryRunFolder, mayLackSegments: true,
      signingKey: options.signingKey)
    let archive = await target.archive
    let healer = Healer(
      target: target, copy: try openCopy(besides: archive.folder),
      client: try client(of: archive), options: options, validator: try Validator.activity())
    var report = RepairReport()
    do {
      let found = try await DamageSurvey(archive: archive).run(progress)
      report.segments = SegmentStream.allCases.map { archive.segments(of: $0).count }.reduce(0, +)
      try await healer.heal(found, &report)
    } catch {
      guard error.isCancellation else { throw error }
      report.wasInterrupted = true
    }
    if case .api(let client) = origin {
      report.requests = client.usage.requests
      report.retries = client.usage.retries
    }
    return report
  }

  /// The folder that is taken from; nil if the API is asked.
  private func openCopy(besides archive: ArchiveFolder) throws -> ArchiveFolder? {
    guard case .copy(let path) = origin else { return nil }
    let copy: ArchiveFolder
    do throws(StoreError) {
      copy = try ArchiveFolder(copyAt: path)
    } catch {
      guard case .system(let failure) = error else { throw error }
      throw RepairError.copyNotOpened(failure)
    }
    if try copy.isSame(as: archive) { throw RepairError.copyIsArchive(path: path) }
    guard try copy.hasSegments() else { throw RepairError.copyIsEmpty(path: path) }
    return copy
  }

  /// The API, if it is asked. The key is for the archive's own source alone.
  private func client(of archive: Archive) throws -> APIClient? {
    guard case .api(let client) = origin else { return nil }
    let source = client.baseURL.description
    guard archive.entry.source == source else {
      throw FetchError.otherSource(archive: archive.entry.source, given: source)
    }
    try client.workspace.expect(archive.organizationID)
    return client
  }
}
