import Activities
import ArchiveFormat
import ArchiveStore

extension PartitionCheck {
  /// An amendment must be of an activity of the partition, and differ from the form before it.
  ///
  /// Where a segment could not be read, or forms may be lacking, nothing is claimed.
  func checkAmendments(
    _ active: [SegmentOutcome], _ amended: [SegmentOutcome], _ result: inout PartitionOutcome
  ) {
    guard !mayLackForms, (active + amended).allSatisfy(\.isWhole) else { return }
    var latest: [Identifier: Hash256] = [:]
    for form in active.flatMap(\.forms) where latest[form.id] == nil {
      latest[form.id] = form.value
    }
    for (segment, outcome) in zip(amendments, amended) {
      for form in outcome.forms {
        let before = latest[form.id]
        latest[form.id] = form.value
        guard before == nil || before == form.value else { continue }
        result.log.add(
          .amendmentUnfounded, path: segment.location.path, line: form.line,
          before == nil ? .notArchived(form.id) : .sameValue(form.id))
      }
    }
  }
}
