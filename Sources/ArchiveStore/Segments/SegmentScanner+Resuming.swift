import Activities
import ArchiveFormat

extension SegmentScanner {
  /// Behind a dead end: moves to the next place in the file that begins as a block does, so that what
  /// lies there is not lost with what lies before; false if there is none.
  ///
  /// For salvage, where something else tells whether the records are good: how many blocks were
  /// passed is not known, and `number` counts on as if there had been none.
  public mutating func resume() throws(StoreError) -> Bool {
    guard isStuck, faults < Self.maximumFaults, try source.move(to: faultOffset + 1) else {
      return false
    }
    while try source.fill(to: 1) {
      guard let distance = distanceToMagic() else {
        source.take(source.available)
        continue
      }
      source.take(distance)
      _ = try source.fill(to: BlockHeader.maximumLength)
      if startsBlock() {
        isStuck = false
        return true
      }
      source.take(1)
    }
    return false
  }

  private func distanceToMagic() -> Int? {
    source.buffer.span.bytes.firstIndex(of: 0x1F, from: source.position).map {
      $0 - source.position
    }
  }

  private func startsBlock() -> Bool {
    let bytes = source.buffer.span.bytes.extracting(droppingFirst: source.position)
    return (try? BlockHeader(prefix: bytes)) != nil
  }
}
