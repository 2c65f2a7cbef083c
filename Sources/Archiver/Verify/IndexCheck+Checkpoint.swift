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

  /// The archive must extend a checkpoint that was kept elsewhere; `root` is that of as many lines.
  func compare(
    _ tree: MerkleAccumulator, _ root: Hash256?, with kept: KeptCheckpoint,
    _ reading: inout IndexReading
  ) {
    let checkpoint = kept.checkpoint
    let fault: KeptCheckpointFault
    if let id = reading.contents.archive?.id, id != checkpoint.archiveID {
      fault = .otherArchive(checkpoint.archiveID, this: id)
    } else if let root {
      reading.extendsKept = root == checkpoint.root
      if reading.extendsKept { return }
      fault = .root(lines: checkpoint.size, expected: checkpoint.root, found: root)
    } else {
      fault = .indexShort(lines: tree.count, expected: checkpoint.size)
    }
    let isRollback = if case .indexShort = fault { true } else { false }
    reading.log.add(
      isRollback ? .checkpointRollback : .checkpointMismatch, path: Layout.index,
      .kept(file: kept.file, fault))
  }

  /// Each of the keys must have signed the checkpoint, if there is one that can be read or not.
  func requireSignatures(_ reading: inout IndexReading) {
    for key in keys {
      do throws(SignatureFault) {
        guard let checkpoint = reading.checkpoint else { throw .missing }
        reading.statements.append(try checkpoint.statement(of: key))
      } catch {
        var line: Int?
        if case .invalid(let signature) = error { line = Self.linesBeforeSignatures + signature }
        reading.log.add(
          .signatureInvalid, path: Layout.checkpoint, line: line, .signature(key.name, error))
      }
    }
  }

  /// Three of text and a blank one.
  private static let linesBeforeSignatures = 4

  private func check(_ signatures: [String], _ reading: inout IndexReading) {
    for (index, line) in signatures.enumerated() where SignatureLine(line) == nil {
      reading.log.add(
        .signatureInvalid, path: Layout.checkpoint, line: Self.linesBeforeSignatures + 1 + index)
    }
  }
}

extension CheckpointError {
  fileprivate var line: Int? {
    if case .malformed(let line) = self { line } else { nil }
  }
}
