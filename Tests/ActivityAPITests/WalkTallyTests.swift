import Activities
import Synchronization
import Testing

@testable import ActivityAPI

@Suite("What comes more than once in a walk")
struct WalkTallyTests {
  private let window = Window(from: Instant(seconds: 0), until: Instant(seconds: 1_000))

  private func id(_ number: UInt64) -> Identifier { Identifier(high: 1 << 40, low: number) }

  private func item(_ number: UInt64, _ second: Int64, _ form: String) -> String {
    #"{"id":"\#(id(number))","created_at":"\#(Instant(seconds: second))","form":"\#(form)"}"#
  }

  private func page(_ items: String...) throws -> Page {
    let body = #"{"items":[\#(items.joined(separator: ","))],"total_count":9,"has_more":false}"#
    var reader = RecordReader()
    return try PageSplitter.page(Array(body.utf8), with: &reader)
  }

  /// What is delivered of each page: how many items, and how many of them new.
  private func delivered(_ pages: [Page]) async throws -> (counts: [[Int]], ids: ReceivedIDs) {
    let counts = Mutex<[[Int]]>([])
    let tally = WalkTally(window: window) { received in
      counts.withLock { $0.append([received.items.count, received.freshCount]) }
    }
    for page in pages { _ = try await tally.receive(page) }
    return (counts.withLock { $0 }, await tally.received)
  }

  /// A server that repeats itself fills no disk, and a form that changes is never kept back.
  @Test func isDeliveredTwiceAndThenOnlyIfItHasChanged() async throws {
    let (first, other) = (try page(item(1, 10, "a"), item(2, 20, "a")), try page(item(1, 10, "b")))
    let (counts, ids) = try await delivered([first, first, first, first, other, other, first])
    #expect(counts == [[2, 2], [2, 0], [1, 0], [1, 0]])
    #expect(ids.all == [id(1), id(2)])
    #expect(ids.atSeveralTimes.isEmpty)
  }

  @Test func isToldApartIfItComesAtAnotherTime() async throws {
    let (counts, ids) = try await delivered([
      try page(item(1, 10, "a"), item(2, 20, "a")), try page(item(1, 11, "a")),
      try page(item(2, 2_000, "a")),
    ])
    #expect(counts == [[2, 2], [1, 0]])
    #expect(ids.atSeveralTimes == [id(1), id(2)])
    #expect(ids.all == [id(1)])
    #expect(ids.contains(id(1)) && !ids.contains(id(2)) && !ids.contains(id(3)))
    #expect(ids.first == id(1))
    let result = WalkResult(
      window: window, eventType: nil, isComplete: true, reported: 2, received: 2, ids: ids,
      departed: [], startedAt: window.from, endedAt: window.until, failure: nil)
    // The second was delivered before it came at a time outside the window.
    #expect(result.deliveredIDs == [id(1), id(2)])
  }

  @Test func isToldApartAlsoIfItsPartIsWalkedAgain() async throws {
    let tally = WalkTally(window: window) { _ in }
    _ = try await tally.receive(try page(item(1, 10, "a"), item(2, 20, "a")))
    await tally.forget(window)
    _ = try await tally.receive(try page(item(1, 11, "a"), item(2, 20, "a")))
    let received = await tally.received
    #expect(received.atSeveralTimes == [id(1)])
    #expect(received.all == [id(1), id(2)])
    #expect(await tally.departed == [])
  }
}
