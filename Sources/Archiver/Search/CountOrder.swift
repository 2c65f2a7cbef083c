/// Puts rows of counts in order, key after key.
struct CountOrder {
  private struct Ranked {
    let row: CountRow
    /// For each key but the last, how many records have this row's values of it and of those before.
    let totals: [Int]

    func total(_ index: Int) -> Int { index < totals.count ? totals[index] : row.count }
  }

  private let keys: [CountKey]
  private let ranked: [Ranked]

  init(_ rows: [CountRow], by keys: [CountKey]) {
    self.keys = keys
    let lengths = 1..<max(keys.count, 1)
    var totals: [ArraySlice<String?>: Int] = [:]
    for row in rows {
      for length in lengths { totals[row.values[..<length], default: 0] &+= row.count }
    }
    ranked = rows.map { row in
      Ranked(row: row, totals: lengths.map { totals[row.values[..<$0]] ?? 0 })
    }
  }

  func sorted() -> [CountRow] { ranked.sorted(by: precedes).map(\.row) }

  private func precedes(_ left: Ranked, _ right: Ranked) -> Bool {
    for (index, key) in keys.enumerated() {
      let values = (left.row.values[index], right.row.values[index])
      guard values.0 != values.1 else { continue }
      if !key.isTime, left.total(index) != right.total(index) {
        return left.total(index) > right.total(index)
      }
      guard let first = values.0, let second = values.1 else { return values.0 == nil }
      return first < second
    }
    return false
  }
}
