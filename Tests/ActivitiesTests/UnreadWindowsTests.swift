import Testing

@testable import Activities

@Suite struct UnreadWindowsTests {
  private static let allOfTime = Window(since: nil, until: nil)

  @Test func comesBack() {
    for count in [1, 2, UnreadWindows.mostWindows] {
      let windows = Self.days(count)
      #expect(UnreadWindows.text(windows).map { UnreadWindows.windows($0) } == windows)
    }
    let text = UnreadWindows.text([Self.allOfTime])
    #expect(text.map { UnreadWindows.windows($0) } == [Self.allOfTime])
    #expect(UnreadWindows.text([]) == nil)
  }

  /// A field is bounded, and what it leaves out is claimed by nobody.
  @Test func manyAreToldAsFewer() throws {
    let windows = Self.days(3 * UnreadWindows.mostWindows)
    let told = UnreadWindows.windows(try #require(UnreadWindows.text(windows)))
    #expect(told.count == UnreadWindows.mostWindows)
    #expect(told.last?.until == windows.last?.until)
    for window in windows {
      #expect(told.contains { $0.intersection(window) == window }, "\(window)")
    }
  }

  @Test(arguments: [
    "2025-02-03T00:00:00Z", "2025-02-03/2025-02-04", "2025-02-03T00:00:00Z/", "/", "none",
    "2025-02-03T00:00:00Z/2025-02-04T00:00:00Z/2025-02-05T00:00:00Z",
    "2025-02-04T00:00:00Z/2025-02-03T00:00:00Z", "",
  ])
  func whatCannotBeReadIsAllOfTime(_ text: String) {
    #expect(UnreadWindows.windows(text) == [Self.allOfTime])
    let beside = "2025-02-03T00:00:00Z/2025-02-04T00:00:00Z, \(text)"
    #expect(UnreadWindows.windows(beside).last == Self.allOfTime)
  }

  /// Every other day from 1970 on.
  private static func days(_ count: Int) -> [Window] {
    (0..<count).map { Window(UTCDay(number: 2 * $0)) }
  }
}
