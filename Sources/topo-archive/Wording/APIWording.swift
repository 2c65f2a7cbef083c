import ActivityAPI

/// Words for what can go wrong with the API.
enum APIWording {
  static func line(for error: APIError) -> String {
    switch error {
    case .unreachable(let failure): ConnectionWording.line(for: failure)
    case .unauthorized:
      "the API refused the key (401): give one that is valid and not revoked, by TOPO_API_KEY or"
        + " --api-key-file"
    case .forbidden:
      "the key may not read activities (403): give it the scope activities:read"
    case .rejected(let status, let detail):
      "the API refused the request (\(status)\(detail.map { ": \($0)" } ?? "")): check --base-url, or"
        + " look for a newer topo-archive"
    case .noSuchEndpoint:
      "there is no Activities API here (404 for /v1/activities): check --base-url"
    case .redirected(let location):
      "the API redirects\(location.map { " to \($0)" } ?? ""), which is not followed so that the key"
        + " reaches no other host: set --base-url to the API itself"
    case .unexpectedStatus(let status) where status == 408 || status == 429 || status >= 500:
      "the API kept answering \(status): run it again later"
    case .unexpectedStatus(let status):
      "the API answered \(status), which it has no reason to: check --base-url"
    case .archiveUnreadable(let detail):
      "what is fetched from is a served archive, which is damaged or cannot be read"
        + "\(detail.map { " (\($0))" } ?? ""): verify and repair that archive, then run it again"
    case .unreadableBody:
      "the answers are not JSON, or are cut off: check that --base-url is the API and not a proxy's"
        + " or login page"
    case .bodyTooLarge(let limit):
      "an answer is larger than \(limit >> 20) MiB: check --base-url"
    case .notAnEnvelope:
      "this is not the Activities API (an answer lacks items, total_count or has_more): check"
        + " --base-url"
    case .waitTooLong(let seconds):
      "the API asks to wait \(Numbers.duration(.seconds(seconds))): run it again after that"
    case .boundsIgnored:
      "the API returned activities outside the bounds that were sent, so that nothing can be claimed"
        + " about what it holds: check --base-url, then ask its support"
    case .orderIgnored:
      "the API returned activities out of order, so that nothing can be claimed about what it holds:"
        + " check --base-url, then ask its support"
    case .emptyPage:
      "the API returned an empty page and claims that more follow: try again later"
    case .otherOrganization(let expected, let received):
      "the archive belongs to workspace \(expected), but the key is of workspace \(received): give the"
        + " other key, or another --archive; nothing of that workspace was kept"
    case .endlessPages:
      "the API repeats itself without end: try again later"
    case .cancelled: "interrupted"
    }
  }

  /// What is said while a request is being repeated.
  static func line(for notice: RetryNotice) -> String {
    let reason =
      switch notice.reason {
      case .unreachable(let failure): ConnectionWording.words(for: failure)
      case .unexpectedStatus(let status): "the API answers \(status)"
      case .archiveUnreadable: "the served archive cannot be read"
      case .unreadableBody: "the answers are not JSON, or are cut off"
      default: "a request failed"
      }
    let asked = notice.isAskedFor ? ", as it asks" : ""
    return "\(reason): trying again in \(Numbers.duration(notice.pause))\(asked)"
      + " (attempt \(notice.attempt) of \(notice.attempts))"
  }

  static func line(for error: BaseURL.Failure) -> String {
    switch error {
    case .malformed:
      "--base-url must be https://host or https://host:port, without a path"
    case .insecure:
      "--base-url is plain http, which would send the key in the open: use https (http is allowed"
        + " for this machine only)"
    }
  }
}
