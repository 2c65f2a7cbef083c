import Activities
import Synchronization

/// The one workspace whose activities a client takes.
public final class Workspace: Sendable {
  private let organizationID = Mutex<Identifier?>(nil)

  /// From now on it is that of an archive, unless the archive has none yet.
  ///
  /// Throws `APIError.otherOrganization` if another has been seen before.
  public func expect(_ organizationID: Identifier?) throws(APIError) {
    if let organizationID { try check([organizationID]) }
  }

  /// Throws `APIError.otherOrganization` if any is another than that expected, or else the first seen.
  func check(_ received: some Sequence<Identifier>) throws(APIError) {
    let others = organizationID.withLock { known -> (Identifier, Identifier)? in
      for id in received {
        let expected = known ?? id
        known = expected
        if id != expected { return (expected, id) }
      }
      return nil
    }
    if let (expected, received) = others {
      throw .otherOrganization(expected: expected, received: received)
    }
  }
}
