import Activities
import Synchronization

/// The one workspace whose activities an archive holds.
final class Workspace: Sendable {
  private let organizationID: Mutex<Identifier?>

  /// The workspace of the archive; nil until an activity has named one.
  init(_ organizationID: Identifier?) {
    self.organizationID = Mutex(organizationID)
  }

  /// Throws `FetchError.otherOrganization` for any but the first that was seen.
  func check(_ received: Identifier) throws(FetchError) {
    let known = organizationID.withLock { known in
      if known == nil { known = received }
      return known
    }
    if let known, known != received {
      throw .otherOrganization(archive: known, received: received)
    }
  }
}
