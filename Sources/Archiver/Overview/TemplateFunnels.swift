import Activities

/// How far outreach by one template got: activities are counted, not people, so that a message that was
/// opened twice counts twice.
public struct TemplateFunnel: Hashable, Sendable {
  /// All activities.
  public internal(set) var activities = 0
  /// Messages that were sent.
  public internal(set) var sent = 0
  /// Openings of them.
  public internal(set) var opened = 0
  /// Replies to them.
  public internal(set) var replied = 0
  /// Those of the replies that show interest.
  public internal(set) var interested = 0

  /// Counts an activity of a type, with its `reply_category` if it has one.
  mutating func add(type: String?, category: String?) {
    activities += 1
    switch type {
    case EventType.messageSent.rawValue: sent += 1
    case EventType.messageOpened.rawValue: opened += 1
    case EventType.messageReplied.rawValue:
      replied += 1
      if category == Self.interested { interested += 1 }
    default: break
    }
  }

  mutating func add(_ other: TemplateFunnel) {
    activities += other.activities
    sent += other.sent
    opened += other.opened
    replied += other.replied
    interested += other.interested
  }

  private static let interested = "INTERESTED"
}

/// The funnels of templates, in a bounded amount of memory however many there are.
public struct TemplateFunnels: Sendable {
  /// No more templates are told apart, and the others counted together.
  public static let mostTemplates = 20_000

  /// Of the templates that are told apart; nil stands for activities without a template.
  public private(set) var funnels: [Identifier?: TemplateFunnel] = [:]
  /// Of activities by another template.
  public private(set) var others = TemplateFunnel()

  /// The templates with the most activities, at most so many, by falling number and then by id.
  public func largest(_ count: Int) -> [(id: Identifier?, funnel: TemplateFunnel)] {
    let sorted = funnels.sorted { left, right in
      guard left.value.activities == right.value.activities else {
        return left.value.activities > right.value.activities
      }
      guard let first = left.key, let second = right.key else { return left.key == nil }
      return first < second
    }
    return sorted.prefix(max(0, count)).map { ($0.key, $0.value) }
  }

  mutating func add(_ template: Identifier?, type: String?, category: String?) {
    if isFull, funnels[template] == nil {
      others.add(type: type, category: category)
    } else {
      funnels[template, default: TemplateFunnel()].add(type: type, category: category)
    }
  }

  mutating func add(_ more: TemplateFunnels) {
    for (template, funnel) in more.funnels {
      if isFull, funnels[template] == nil {
        others.add(funnel)
      } else {
        funnels[template, default: TemplateFunnel()].add(funnel)
      }
    }
    others.add(more.others)
  }

  private var isFull: Bool { funnels.count >= Self.mostTemplates }
}
