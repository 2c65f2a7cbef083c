import Activities
import ArchiveFormat
import Patterns

/// Whom or what a redaction is about.
public struct RedactionSubject: Sendable {
  /// People: every activity goes that has one of them as its `person_id`, in any of its forms.
  public let persons: Set<Identifier>
  /// Activities by their `id`.
  public let activities: Set<Identifier>

  private let texts: [(id: Identifier, pattern: Pattern)]

  /// Nil if it is about nobody and nothing.
  public init?(persons: Set<Identifier>, activities: Set<Identifier>) {
    let ids = persons.union(activities)
    guard !ids.isEmpty,
      let texts = try? ids.sorted().map({ id in
        (id, try Pattern(id.description, options: [.literal, .caseInsensitive]))
      })
    else { return nil }
    self.persons = persons
    self.activities = activities
    self.texts = texts
  }

  /// The ids that an item in quarantine has in its text, wherever that may be, as nothing can be said of
  /// its members.
  func mentioned(in record: QuarantineRecord) -> Set<Identifier> {
    // What can be read as JSON may have escapes in the place of characters.
    let canonical = try? JSONCanonical.text(of: record.item.span.bytes)
    return mentioned(in: [record.item] + (canonical.map { [$0] } ?? []))
  }

  /// The ids that a text has in it, spelled as the API does, in either letter case.
  public func mentioned(in text: String) -> Set<Identifier> { mentioned(in: [Array(text.utf8)]) }

  private func mentioned(in texts: [[UInt8]]) -> Set<Identifier> {
    let found = self.texts.filter { _, pattern in
      texts.contains { text in
        var matcher = pattern.makeMatcher()
        return matcher.matches(text.span.bytes)
      }
    }
    return Set(found.map(\.id))
  }
}
