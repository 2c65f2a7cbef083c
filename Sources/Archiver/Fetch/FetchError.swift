/// Why an archive and an API do not go together.
public enum FetchError: Error, Hashable, Sendable {
  /// The archive's activities come from another host.
  case otherSource(archive: String, given: String)
  /// The archive holds activities, and the API shows none at all: most likely the key is of another
  /// workspace.
  case nothingThere
}
