import Activities

/// What ends a request or a walk, after the retries that it was worth.
public enum APIError: Error, Hashable, Sendable {
  /// No connection, or one that broke or timed out, in every attempt.
  case unreachable(ConnectionFailure)
  /// HTTP 401: the key is missing or wrong.
  case unauthorized
  /// HTTP 403: the key lacks the scope `activities:read`.
  case forbidden
  /// HTTP 400 or 422 with what the body says of it.
  case rejected(status: Int, detail: String?)
  /// HTTP 404 on a list: there is no such API under this URL.
  case noSuchEndpoint
  /// HTTP 3xx: followed nowhere, so that the key reaches no other host.
  case redirected(location: String?)
  /// Any other status, in every attempt.
  case unexpectedStatus(Int)
  /// HTTP 503 of a served archive that is damaged or cannot be read, in a few attempts, with what it
  /// says of that.
  case archiveUnreadable(detail: String?)
  /// A body that is no JSON or not whole, in every attempt.
  case unreadableBody
  /// A body larger than the client takes.
  case bodyTooLarge(limit: Int)
  /// JSON, but not the API's envelope `{items, total_count, total_pages, has_more}`.
  case notAnEnvelope
  /// A `Retry-After` longer than the client waits.
  case waitTooLong(seconds: Int)
  /// Activities outside the bounds that were sent.
  case boundsIgnored
  /// Activities not in the order that was asked for.
  case orderIgnored
  /// A page without items that claims that more follow.
  case emptyPage
  /// Activities of another workspace than the archive's, or than the first that was seen.
  case otherOrganization(expected: Identifier, received: Identifier)
  /// Responses that bring nothing new and claim that more follow.
  case endlessPages
  /// The task was cancelled.
  case cancelled
}
