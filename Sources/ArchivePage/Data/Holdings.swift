import Activities
import ArchiveFormat
import ArchiveStore
import Archiver

/// What an archive holds beside its activities: what the API has no more, and what is of no day.
struct Holdings: Sendable {
  /// The most activities that are listed.
  private static let mostListed = 2_000

  let archive: ServedArchive

  /// Activities that have vanished from the API, what was noticed last before the others.
  func vanished() async throws -> Answer {
    .json(Self.text(of: try await archive.current().archive.vanished))
  }

  /// The files of quarantine.
  func quarantine() async throws -> Answer {
    .json(Self.text(of: try await archive.current().archive.segments(of: .quarantine)))
  }

  private static func text(of vanished: [VanishedActivity]) -> String {
    var object = JSONText()
    object.number("total", vanished.count)
    object.array(
      "activities",
      vanished.suffix(mostListed).reversed().map { activity in
        var item = JSONText()
        item.string("id", activity.id.description)
        item.string("noticed_at", activity.noticedAt.description)
        return item.finish()
      })
    return object.finish()
  }

  private static func text(of quarantine: [Segment]) -> String {
    var object = JSONText()
    object.number("total", quarantine.reduce(0) { $0 &+ $1.entry.count })
    object.array(
      "files",
      quarantine.map { segment in
        var file = JSONText()
        file.string("path", segment.location.path)
        file.number("items", segment.entry.count)
        return file.finish()
      })
    return object.finish()
  }
}
