/// Guesses which word was meant by one that nobody knows.
enum Spelling {
  /// The word that `text` may be a misspelling of: the first of the nearest; nil if none is near.
  static func nearest(to text: String, among words: [String]) -> String? {
    let typed = text.lowercased()
    // Two slips at most, and fewer in a short word: it would be near to everything.
    let most = min(2, typed.count / 2)
    let near = words.map { (word: $0, slips: distance(typed, $0.lowercased())) }
      .filter { $0.slips <= most }
    return near.min { $0.slips < $1.slips }?.word
  }

  /// How many characters have to be added, removed or exchanged to make one of the other.
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (index, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let exchanged = diagonal + (character == right[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(exchanged, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[right.count]
  }
}
