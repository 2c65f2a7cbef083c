import Activities
import ArchiveFormat
import ArchiveStore

extension NewFolder {
  /// Says in the archive that is handed over which days of it are there.
  func describe(_ facts: SnapshotFacts) throws(StoreError) {
    let description = SnapshotDescription(
      window: facts.window, takenAt: facts.takenAt, checkpoint: facts.checkpoint)
    guard let description else { return }
    try write(description.bytes, to: "\(Bag.payload)/\(Layout.snapshot)")
  }

  /// Makes a bag of what was written, with these files beside it.
  func seal(
    _ facts: SnapshotFacts, _ reports: [(name: String, bytes: [UInt8])]
  ) throws(StoreError) {
    let handedOver = files
    let labels = labels(facts, payload: size)
    for report in reports { try write(report.bytes, to: report.name) }
    try write(Bag.declarationText, to: Bag.declaration)
    try write(Bag.information(labels), to: Bag.information)
    try write(Bag.manifest(handedOver), to: Bag.manifest)
    try write(
      Bag.manifest(files.filter { handedOver[$0.key] == nil }), to: Bag.tagManifest)
  }

  /// Those that RFC 8493, section 2.2.2, names.
  private func labels(
    _ facts: SnapshotFacts, payload: Int
  ) -> [(label: String, value: String)] {
    let checkpoint = facts.checkpoint
    return [
      ("Source-Organization", facts.organizationID.map { "workspace \($0)" } ?? "unknown"),
      (
        "External-Description",
        "The audit log of the Activities API at \(facts.archive.source), \(facts.window.from) to"
          + " \(facts.window.until), as of the checkpoint of \(checkpoint.size) entries with the root"
          + " \(checkpoint.root.base64)"
      ),
      ("External-Identifier", "topo-archive/\(checkpoint.archiveID)"),
      ("Bagging-Date", "\(facts.takenAt.day)"),
      ("Payload-Oxum", "\(payload).\(files.count)"),
      ("Bag-Software-Agent", facts.software),
    ]
  }

  private func write(_ text: String, to relative: String) throws(StoreError) {
    try write(Array(text.utf8), to: relative)
  }
}
