import Synchronization

/// Which faults befall which requests.
final class FaultPlan: Sendable {
  private struct Contents {
    var rules: [FaultRule]
    var repeatedPage: [UInt8]?
  }

  private let hash: SeededHash
  private let contents: Mutex<Contents>

  init(rules: [FaultRule], seed: UInt64) {
    hash = SeededHash(seed: seed)
    contents = Mutex(Contents(rules: rules))
  }

  var rules: [FaultRule] {
    get { contents.withLock { $0.rules } }
    set { contents.withLock { $0 = Contents(rules: newValue) } }
  }

  /// The faults of one request, in the order of the rules.
  func faults(of ticket: RequestLog.Ticket) -> [Fault] {
    rules.enumerated().compactMap { index, rule in
      guard rule.route == nil || rule.route == ticket.route else { return nil }
      let applies =
        switch rule.occurrence {
        case .always: true
        case .probability(let probability):
          hash.chance(
            probability, .fault, UInt64(index) << 32 | UInt64(ticket.route.index),
            UInt64(ticket.number))
        case .requests(let numbers): numbers.contains(ticket.number)
        case .from(let number): ticket.number >= number
        }
      return applies ? rule.fault : nil
    }
  }

  /// The page to answer again; the given one, if it is the first.
  func pageToRepeat(_ page: [UInt8]) -> [UInt8] {
    contents.withLock { contents in
      let first = contents.repeatedPage ?? page
      contents.repeatedPage = first
      return first
    }
  }
}

extension RequestLog.Route {
  fileprivate var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
