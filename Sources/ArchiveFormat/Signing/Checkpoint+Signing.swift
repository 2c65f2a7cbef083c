extension Checkpoint {
  /// The same with a signature of `key`, behind those of other keys; nil if none can be made.
  public func signed(by key: SigningKey) -> Checkpoint? {
    guard let line = key.line(signing: body) else { return nil }
    let others = signatures.filter { text in
      SignatureLine(text).map { !key.verifierKey.isNamed(by: $0) } ?? true
    }
    return Checkpoint(
      archiveID: archiveID, size: size, root: root, signatures: others + [line.text])
  }

  /// What a key has signed. Lines of other keys are ignored, as C2SP signed-note asks for; one that
  /// bears the key's name and id must be right, whatever others say.
  public func statement(of key: VerifierKey) throws(SignatureFault) -> SignatureStatement {
    var found: SignatureStatement?
    for (index, text) in signatures.enumerated() {
      guard let line = SignatureLine(text), key.isNamed(by: line) else { continue }
      guard let statement = key.statement(of: line.signature, over: body) else {
        throw .invalid(signature: index + 1)
      }
      found = found ?? statement
    }
    guard let found else { throw .missing }
    return found
  }
}
