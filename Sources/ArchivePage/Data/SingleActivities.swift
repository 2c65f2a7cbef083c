import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Crypto
import HTTPTypes
import NIOCore

/// One activity: its forms, where they lie, what happened to it, and its proof.
struct SingleActivities: Sendable {
  let archive: ServedArchive
  let words: PageWords
  let damage: KnownDamage

  /// All that the archive has about an activity, as JSON.
  func activity(_ id: Identifier) async throws -> Answer {
    let search = Search(try await archive.current().archive)
    let (forms, report) = try await search.places(of: id)
    for fault in report.faults { damage.met(fault) }
    guard !forms.isEmpty else {
      if let fault = report.faults.first { throw fault }
      throw Refusal.notFound
    }
    let redaction = forms.last?.form.redaction
    let events = search.events(of: id, forms.map(\.form))
    var object = JSONText()
    object.string("id", id.description)
    object.raw("redacted", redaction.map(Self.redacted) ?? "null")
    object.array("forms", forms.map(Self.form))
    object.array("events", events.map(Self.event))
    object.boolean("proof", redaction == nil)
    object.array("signers", search.archive.checkpoint.signers)
    object.number("faults", report.faultCount + report.unreadableRecords)
    return .json(object.finish())
  }

  /// The activity's proof, as prove prints it, to be saved.
  func proof(of id: Identifier) async throws -> Answer {
    let archive = try await archive.current().archive
    // It reads the whole index.
    let proof = await WorkExecutor.task {
      Result { try Prove(archive).proof(of: id) }
    }.value
    do {
      guard let proof = try proof.get() else { throw Refusal.notFound }
      return .whole(
        ByteBuffer(bytes: proof.bytes), type: "text/plain; charset=utf-8",
        [.contentDisposition: "attachment; filename=\"\(id).proof\""])
    } catch ProveError.redacted {
      throw Refusal.notFound
    } catch let error as ProveError {
      throw Refusal.unreadable(words.error(error))
    }
  }

  private static func redacted(_ redaction: Redaction) -> String {
    var object = JSONText()
    object.string("reason", redaction.reason)
    object.string("at", redaction.at.description)
    return object.finish()
  }

  private static func form(_ placed: PlacedForm) -> String {
    let isRedacted = placed.form.redaction != nil
    var object = JSONText()
    object.raw("record", isRedacted ? "null" : String(decoding: placed.form.record, as: UTF8.self))
    object.boolean("amendment", placed.form.rank.isAmendment)
    object.string("segment", placed.path)
    object.number("line", placed.line)
    object.number("block", placed.block)
    object.number("block_offset", Int(placed.blockOffset))
    object.string("leaf_hash", placed.leafHash.description)
    return object.finish()
  }

  private static func event(_ event: ActivityEvent) -> String {
    var object = JSONText()
    object.string("kind", name(event.kind))
    object.string("at", event.at.description)
    if case .redacted(let reason) = event.kind { object.string("reason", reason) }
    return object.finish()
  }

  private static func name(_ kind: ActivityEvent.Kind) -> String {
    switch kind {
    case .archived: "archived"
    case .amended: "amended"
    case .vanished: "vanished"
    case .returned: "returned"
    case .redated: "redated"
    case .unchanged: "unchanged"
    case .redacted: "redacted"
    }
  }
}
