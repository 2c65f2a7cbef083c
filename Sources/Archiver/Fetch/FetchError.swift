import Activities

/// Why an archive and an API do not go together.
public enum FetchError: Error, Hashable, Sendable {
  /// The archive's activities come from another host.
  case otherSource(archive: String, given: String)
  /// The archive's activities belong to another workspace than the key.
  case otherOrganization(archive: Identifier, received: Identifier)
}
