import ArchiveFormat
import ArchiveStore

extension IndexCheck {
  /// The archive's own checkpoint; nil if there is none that can be used, which is logged.
  func read(
    _ bytes: [UInt8]?, _ reading: inout IndexReading
  ) throws(StoreError) -> Checkpoint? {
    guard let bytes else {
      do throws(StoreError) {
        guard try folder.checkpoint() == nil else { return nil }
        reading.log.add(.checkpointMissing, path: Layout.checkpoint)
      } catch {
        guard case .pathUnsafe = error else { throw error }
        reading.log.add(.pathUnsafe, path: Layout.checkpoint)
      }
      return nil
    }
    do throws(CheckpointError) {
      let checkpoint = try Checkpoint(bytes.span.bytes)
      check(checkpoint.signatures, &reading)
      return checkpoint
    } catch {
      reading.log.add(
        .checkpointMismatch, path: Layout.checkpoint, line: error.line, .checkpoint(error))
      return nil
    }
  }

  /// The checkpoint that was kept elsewhere; nil if it cannot be used, which is logged.
  func read(kept bytes: [UInt8], _ reading: inout IndexReading) -> Checkpoint? {
    do throws(CheckpointError) {
      return try Checkpoint(bytes.span.bytes)
    } catch {
      reading.log.add(.checkpointMismatch, line: error.line, .checkpoint(error))
      return nil
    }
  }

  /// The archive must extend a checkpoint that was kept elsewhere.
  func compare(
    _ tree: MerkleAccumulator, _ root: Hash256?, with kept: Checkpoint,
    _ reading: inout IndexReading
  ) {
    if let id = reading.contents.archive?.id, id != kept.archiveID {
      reading.log.add(.checkpointMismatch, .otherArchive(kept.archiveID))
    } else if tree.count < kept.size {
      reading.log.add(
        .checkpointRollback, path: Layout.index,
        .indexShort(lines: tree.count, expected: kept.size))
    } else if let root, root != kept.root {
      reading.log.add(.checkpointMismatch, .indexRoot(expected: kept.root, found: root))
    }
  }

  private func check(_ signatures: [String], _ reading: inout IndexReading) {
    for (index, line) in signatures.enumerated() where SignatureLine(line) == nil {
      // Three lines of text and a blank one come first.
      reading.log.add(.signatureInvalid, path: Layout.checkpoint, line: 5 + index)
    }
  }
}

extension CheckpointError {
  fileprivate var line: Int? {
    if case .malformed(let line) = self { line } else { nil }
  }
}
