import Activities
import ArchiveFormat

extension Checkpoint {
  /// Whose keys the signature lines name, as JSON; whether they have signed it, only their public keys
  /// tell.
  var signers: [String] {
    signatures.map { text in
      let line = SignatureLine(text)
      var object = JSONText()
      object.string("name", line?.name)
      object.string("key_id", line?.keyID.hex)
      return object.finish()
    }
  }
}
