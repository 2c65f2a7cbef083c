import ActivityServer
import ArchiveStore
import Archiver
import HTTPTypes

/// Answers requests: who may come in, what is where, and what goes wrong.
struct Site: Sendable {
  let archive: ServedArchive
  let gate: Gate
  let words: PageWords
  let verification: Verification
  private let api: APIRoutes
  private let searches: Searches
  private let activities: SingleActivities
  private let counting: Counting

  init(_ archive: ServedArchive, gate: Gate, words: PageWords, scans: Int) {
    self.archive = archive
    self.gate = gate
    self.words = words
    verification = Verification(archive.path, words)
    api = APIRoutes(archive)
    let slots = ScanSlots(scans)
    searches = Searches(archive: archive, slots: slots, words: words)
    activities = SingleActivities(archive: archive, words: words)
    counting = Counting(archive: archive, slots: slots)
  }

  /// The answer, which may be a refusal. Throws `CancellationError` when nobody waits for it.
  func answer(_ request: PageRequest) async throws -> Answer {
    do {
      return try await answerUnlessRefused(request)
    } catch let refusal as Refusal {
      return refusal.answer
    } catch let error as CancellationError {
      throw error
    } catch let error as PagingError {
      return Refusal.unreadable(words.error(error)).answer
    } catch let error as StoreError {
      return Refusal.unreadable(words.error(error)).answer
    } catch {
      return Refusal.failed(words.error(error)).answer
    }
  }

  private func answerUnlessRefused(_ request: PageRequest) async throws -> Answer {
    let target = try RequestTarget(request.target)
    try gate.check(hosts: request.hosts)
    let place = Place(target.segments)
    guard place?.isPublic == true || gate.opens(to: request) else {
      guard place == .page, request.method == .get else { throw Refusal.tokenNeeded }
      return Login.way(to: target)
    }
    guard let place else { throw Refusal.notFound }
    guard let method = request.method, place.methods.contains(method) else {
      throw Refusal.methodNotAllowed(place.methods)
    }
    guard method != .post else {
      try gate.checkOrigin(of: request)
      return try await take(request, at: place)
    }
    return try await show(place, target, request)
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
    case .activity(let id): try await activities.activity(id)
    case .proof(let id): try await activities.proof(of: id)
    }
  }

  private func overview() async throws -> Answer {
    .whole(
      try await archive.current()
        .overview(isLocked: gate.isLocked), type: "application/json")
  }
}
