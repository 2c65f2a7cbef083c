import Activities
import ArchiveFormat
import Patterns

/// Whom or what a redaction is about.
public struct RedactionSubject: Sendable {
  /// People: every activity goes that has one of them as its `person_id`, in any of its forms.
  public let persons: Set<Identifier>
  /// Activities by their `id`.
  public let activities: Set<Identifier>

  private let texts: [Pattern]

  /// Nil if it is about nobody and nothing.
  public init?(persons: Set<Identifier>, activities: Set<Identifier>) {
    let ids = persons.union(activities)
    guard !ids.isEmpty,
      let texts = try? ids.map({
        try Pattern($0.description, options: [.literal, .caseInsensitive])
      })
    else { return nil }
    self.persons = persons
    self.activities = activities
    self.texts = texts
  }

  /// Whether an item in quarantine has one of the ids in its text, wherever that may be, as nothing
  /// can be said of its members.
  func isMentioned(in record: QuarantineRecord) -> Bool {
    // What can be read as JSON may have escapes in the place of characters.
    let canonical = try? JSONCanonical.text(of: record.item.span.bytes)
    return [record.item, canonical].compactMap(\.self).contains { text in
      texts.contains { pattern in
        var matcher = pattern.makeMatcher()
        return matcher.matches(text.span.bytes)
      }
    }
  }
}
