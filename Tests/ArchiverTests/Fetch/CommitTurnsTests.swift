import Activities
import ActivityAPI
import Synchronization
import Testing

@testable import Archiver

@Suite("Commits take turns") struct CommitTurnsTests {
  /// Which windows have their turn now, and which had it at the same time as another.
  private final class Observer: Sendable {
    private let present = Mutex<[Window]>([])
    private let most = Mutex(0)
    private let begun = Mutex<[Window]>([])

    var mostAtOnce: Int { most.withLock { $0 } }
    var order: [Window] { begun.withLock { $0 } }

    func begin(_ window: Window) {
      begun.withLock { $0.append(window) }
      let others = present.withLock { present in
        defer { present.append(window) }
        return present
      }
      for other in others {
        #expect(other.from.day != window.from.day, "two of \(window.from.day) at once")
      }
      most.withLock { $0 = max($0, others.count + 1) }
    }

    func end(_ window: Window) {
      present.withLock { present in
        if let index = present.firstIndex(of: window) { present.remove(at: index) }
      }
    }
  }

  /// Two halves of each of some days.
  private static let windows = (0..<12).map { number in
    let start = UTCDay(containing: Instant(seconds: Int64(number / 2) * 86_400)).start
    let middle = start + .seconds(43_200)
    return number.isMultiple(of: 2)
      ? Window(from: start, until: middle) : Window(from: middle, until: middle.day.end)
  }

  private func run(_ windows: [Window], isAlone: Bool) async -> Observer {
    let turns = CommitTurns(atMost: 3)
    let observer = Observer()
    await withTaskGroup(of: Void.self) { group in
      for window in windows {
        group.addTask {
          await turns.acquire(window, isAlone: isAlone)
          observer.begin(window)
          for _ in 0..<50 { await Task.yield() }
          observer.end(window)
          await turns.release(window)
        }
      }
    }
    return observer
  }

  @Test func oneAtATimeWhileOthersWalk() async {
    let observer = await run(Self.windows, isAlone: false)
    #expect(observer.mostAtOnce == 1 && observer.order.count == Self.windows.count)
  }

  @Test func severalWhenNothingWalks() async {
    let observer = await run(Self.windows, isAlone: true)
    #expect((2...3).contains(observer.mostAtOnce))
    #expect(observer.order.count == Self.windows.count)
  }

  /// A window of several days shares each of them.
  @Test func windowsOfSeveralDays() async {
    let turns = CommitTurns(atMost: 3)
    let long = Window(from: Self.windows[1].from, until: Self.windows[4].until)
    await turns.acquire(long, isAlone: true)
    let others = [Self.windows[0], Self.windows[2], Self.windows[5]]
    let observer = Observer()
    await withTaskGroup(of: Void.self) { group in
      for window in others {
        group.addTask {
          await turns.acquire(window, isAlone: true)
          observer.begin(window)
          observer.end(window)
          await turns.release(window)
        }
      }
      for _ in 0..<100 { await Task.yield() }
      #expect(observer.order.isEmpty)
      await turns.release(long)
    }
    #expect(observer.order.count == 3)
  }

  @Test func nobodyHasAPlace() async throws {
    let slots = WalkSlots(2)
    #expect(await slots.isIdle)
    await slots.acquire()
    #expect(await !slots.isIdle)
    await slots.release()
    #expect(await slots.isIdle)
  }
}
