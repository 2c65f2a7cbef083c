import ArchiveFormat

extension Folder {
  /// The checkpoint of an archive, with the signatures that it has; one of the key is added if it has
  /// none.
  func checkpoint(signedBy key: SigningKey?) throws(StoreError) -> Checkpoint? {
    let present = try ArchiveFolder(self).readCheckpoint()
    guard let present, let key else { return present }
    if (try? present.statement(of: key.verifierKey)) != nil { return present }
    let signed = try present.signed(byOwner: key)
    try seal(signed)
    return signed
  }
}

extension Checkpoint {
  /// The same, signed if there is a key.
  func signed(byOwner key: SigningKey?) throws(StoreError) -> Checkpoint {
    guard let key else { return self }
    // A key that could be read signs whatever there is, so only memory can be missing.
    guard let signed = signed(by: key) else { throw .outOfMemory }
    return signed
  }
}
