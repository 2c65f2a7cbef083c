import ArgumentParser
import Simulator

struct FaultOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("How long an answer takes, such as 50ms or 2s.", valueName: "duration"),
    transform: duration)
  var latency: Duration = .zero

  @Option(help: ArgumentHelp("How likely a 429 is.", valueName: "chance"))
  var rateLimitProbability = 0.0

  @Option(help: ArgumentHelp("The Retry-After of a 429.", valueName: "seconds"))
  var retryAfter = 1

  @Option(help: ArgumentHelp("How likely a 503 is.", valueName: "chance"))
  var serverErrors = 0.0

  @Option(help: ArgumentHelp("How likely a 408 is.", valueName: "chance"))
  var timeouts = 0.0

  @Option(
    help: ArgumentHelp(
      "How likely the connection is dropped, before the answer or in it.", valueName: "chance"))
  var drops = 0.0

  @Option(
    help: ArgumentHelp("How likely half a body is sent as if it were all.", valueName: "chance"))
  var truncations = 0.0

  @Option(help: ArgumentHelp("How likely a proxy's web page is sent instead.", valueName: "chance"))
  var webPages = 0.0

  func validate() throws {
    try requireProbabilities(
      rateLimitProbability, serverErrors, timeouts, drops, truncations, webPages)
    guard retryAfter >= 0 else { throw ValidationError("--retry-after cannot be negative.") }
  }

  var rules: [FaultRule] {
    let chances: [(Fault, Double)] = [
      (.refusal(status: 429, retryAfter: .seconds(retryAfter)), rateLimitProbability),
      (.refusal(status: 503), serverErrors),
      (.refusal(status: 408), timeouts),
      (.dropped, drops / 2),
      (.droppedBody, drops / 2),
      (.truncatedBody, truncations),
      (.webPage, webPages),
    ]
    var rules = chances.filter { $0.1 > 0 }.map { fault, probability in
      FaultRule(fault, .probability(probability), on: nil)
    }
    if latency > .zero { rules.append(FaultRule(.latency(latency), on: nil)) }
    return rules
  }

  /// Reads a whole number of `ms` or `s`.
  private static func duration(_ text: String) throws -> Duration {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int64(digits), number <= 86_400_000 else {
      throw ValidationError("'\(text)' is no duration, such as 50ms or 2s.")
    }
    switch text.dropFirst(digits.count) {
    case "ms": return .milliseconds(number)
    case "s": return .seconds(number)
    default: throw ValidationError("'\(text)' is no duration, such as 50ms or 2s.")
    }
  }
}

struct DriftOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How likely a late activity appears.", valueName: "chance"))
  var late = 0.0

  @Option(help: ArgumentHelp("How likely an activity is deleted.", valueName: "chance"))
  var deleted = 0.0

  @Option(
    help: ArgumentHelp("How likely one appears and another one is deleted.", valueName: "chance"))
  var swapped = 0.0

  @Option(help: ArgumentHelp("How likely a reply's category changes.", valueName: "chance"))
  var categorise = 0.0

  @Option(
    help: ArgumentHelp("Change nothing any more after so many list requests.", valueName: "number"))
  var driftRequests: Int?

  func validate() throws {
    try requireProbabilities(late, deleted, swapped, categorise)
  }

  func drift(seed: UInt64) -> RandomDrift? {
    var drift = RandomDrift(seed: seed)
    drift.inserted = late
    drift.deleted = deleted
    drift.swapped = swapped
    drift.categorised = categorise
    if let driftRequests { drift.lastRequest = driftRequests }
    return late + deleted + swapped + categorise > 0 ? drift : nil
  }
}
