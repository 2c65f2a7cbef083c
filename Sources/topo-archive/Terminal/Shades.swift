/// How strong a shade a count has, of four.
struct Shades {
  /// The largest count, which has the strongest.
  let busiest: Int

  static let strongest = 4

  /// From 0 for no activity to 4 for the most of a day.
  func shade(_ count: Int) -> Int {
    guard count > 0, busiest > 0 else { return 0 }
    let part = min(Double(count) / Double(busiest), 1)
    return max(1, Int((part * Double(Self.strongest)).rounded(.up)))
  }

  /// The counts that have a shade from 1 on; nil if none has.
  func counts(_ shade: Int) -> ClosedRange<Int>? {
    let (quarter, rest) = max(busiest, 0).quotientAndRemainder(dividingBy: Self.strongest)
    func last(_ shade: Int) -> Int { quarter * shade + rest * shade / Self.strongest }
    let first = last(shade - 1) + 1
    return first <= last(shade) ? first...last(shade) : nil
  }
}
