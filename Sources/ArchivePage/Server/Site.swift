import ActivityServer
import ArchiveStore
import Archiver
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Answers requests: who may come in, what is where, and what goes wrong.
struct Site: Sendable {
  let archive: ServedArchive
  let gate: Gate
  let words: PageWords
  let verification: Verification
  private let damage: KnownDamage
  private let api: APIRoutes
  private let searches: Searches
  private let activities: SingleActivities
  private let counting: Counting
  private let holdings: Holdings

  init(_ archive: ServedArchive, gate: Gate, words: PageWords, limits: ConnectionLimits) {
    self.archive = archive
    self.gate = gate
    self.words = words
    damage = KnownDamage(words)
    verification = Verification(archive.path, words, damage)
    api = APIRoutes(archive)
    let slots = ScanSlots(limits.scans)
    searches = Searches(
      archive: archive, slots: slots, words: words, damage: damage, silence: limits.silence)
    activities = SingleActivities(archive: archive, words: words, damage: damage)
    counting = Counting(archive: archive, slots: slots, damage: damage)
    holdings = Holdings(archive: archive)
  }

  /// The answer, which may be a refusal. Throws `CancellationError` when nobody waits for it.
  func answer(_ request: PageRequest) async throws -> Answer {
    do {
      return try await answerUnlessRefused(request)
    } catch let refusal as Refusal {
      return refusal.answer(to: request)
    } catch let error as CancellationError {
      throw error
    } catch let error where error is PagingError || error is StoreError {
      damage.met(error)
      return Refusal.unreadable(words.error(error)).answer(to: request)
    } catch {
      return Refusal.failed(words.error(error)).answer(to: request)
    }
  }

  private func answerUnlessRefused(_ request: PageRequest) async throws -> Answer {
    let target = try RequestTarget(request.target)
    switch try admit(request, target) {
    case .toLogin: return Login.way(to: target)
    case .to(let place):
      guard request.method == .post else { return try await show(place, target, request) }
      return try await take(request, at: place)
    }
  }

  /// Where a request leads.
  private enum Admission {
    case toLogin
    case to(Place)
  }

  /// Lets a request in by its head; throws `Refusal`.
  private func admit(_ request: PageRequest, _ target: RequestTarget) throws(Refusal) -> Admission {
    try gate.check(hosts: request.hosts)
    let place = Place(target.segments)
    guard place?.isPublic == true || gate.opens(to: request) else {
      guard place == .page, request.method == .get else { throw .tokenNeeded }
      return .toLogin
    }
    guard let place else { throw .notFound }
    guard let method = request.method, place.methods.contains(method) else {
      throw .methodNotAllowed(place.methods)
    }
    if method == .post { try gate.checkOrigin(of: request) }
    return .to(place)
  }

  /// Why a request is refused whatever body it has; nil if it has to be read.
  func refusal(ofAnyBodyBehind head: HTTPRequestHead) -> Refusal? {
    let request = PageRequest(head, ByteBuffer())
    do throws(Refusal) {
      _ = try admit(request, try RequestTarget(request.target))
      return nil
    } catch {
      return error
    }
  }

  /// What POST does.
  private func take(_ request: PageRequest, at place: Place) async throws -> Answer {
    switch place {
    case .login: try Login(gate: gate).take(request)
    case .logout: Login(gate: gate).end(request)
    case .verification: try verification.begin()
    default: throw Refusal.methodNotAllowed(place.methods)
    }
  }

  /// What GET shows.
  private func show(
    _ place: Place, _ target: RequestTarget, _ request: PageRequest
  ) async throws -> Answer {
    switch place {
    case .page: Asset.page.answer(to: request.headers)
    case .asset(let asset): asset.answer(to: request.headers)
    case .login: try Login(gate: gate).form(for: request)
    case .logout: throw Refusal.methodNotAllowed(place.methods)
    case .overview: try await overview()
    case .verification: verification.answer
    case .verificationEvents: verification.events
    case .api: try await api.answer(request, target)
    case .counts: try await counting.counts(target.query)
    case .search: try await searches.search(target.query)
    case .export: try await searches.export(target.query)
    case .vanished: try await holdings.vanished()
    case .quarantine: try await holdings.quarantine()
    case .activity(let id): try await activities.activity(id)
    case .proof(let id): try await activities.proof(of: id)
    }
  }

  private func overview() async throws -> Answer {
    let commit = try await archive.current()
    let text = commit.overview(isLocked: gate.isLocked, damage.report(on: commit.archive))
    return .whole(text, type: "application/json")
  }
}
