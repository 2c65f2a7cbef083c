import Activities
import ArchiveFormat

@testable import Archiver

extension Damage {
  /// Archives that do not extend what an auditor has kept.
  static let kept: [Damage] = [
    // The archive is put back to its second commit, and the checkpoint is one of the third.
    Damage("a rollback", Place(.checkpointRollback, Layout.index)) { specimen in
      try specimen.reseal { $0.removeLast(2) }
      try specimen.remove(Specimen.newest)
    }.keeping(Specimen.id, size: Specimen.lines),
    Damage("another history", Place(.checkpointMismatch, Layout.index)) { _ in }
      .keeping(Specimen.id, size: 8),
    Damage("a checkpoint of another archive", Place(.checkpointMismatch, Layout.index)) { _ in }
      .keeping(Identifier(high: 1, low: 2), size: 8),
  ]

  /// The same, beside a checkpoint of an empty tree's root.
  private func keeping(_ id: Identifier, size: Int) -> Damage {
    var damage = self
    damage.options.keptCheckpoint = Checkpoint(
      archiveID: id, size: size, root: MerkleTree.emptyRoot
    ).flatMap { try? KeptCheckpoint(file: "kept", $0.bytes.span.bytes) }
    return damage
  }
}
