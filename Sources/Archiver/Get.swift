import Activities
import ArchiveStore

extension Search {
  /// Every form of an activity in the order in which they came, so that the last is the latest;
  /// none if the archive does not hold it.
  ///
  /// Only blocks whose filter may have the id are read. Throws `CancellationError`; what cannot be
  /// read is told by the report.
  public func forms(
    of id: Identifier
  ) async throws -> (forms: [ActivityForm], report: SearchReport) {
    let (places, report) = try await places(of: id)
    return (places.map(\.form), report)
  }

  /// Every form of an activity as `forms(of:)` gives them, each with where it lies.
  public func places(
    of id: Identifier
  ) async throws -> (forms: [PlacedForm], report: SearchReport) {
    var report = SearchReport()
    let finder = FormFinder(archive: archive, ids: [id], concurrency: concurrency)
    let forms = try await finder.forms(&report).sorted { $0.form.rank < $1.form.rank }
    report.records = forms.count
    return (forms, report)
  }
}
