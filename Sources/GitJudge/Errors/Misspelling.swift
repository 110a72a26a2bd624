/// Finds what a misspelt word was meant to be.
public enum Misspelling {
  /// The word nearest to another, if it is near.
  ///
  /// - Parameters:
  ///   - word: as typed.
  ///   - known: the words that there are.
  /// - Returns: the first at a Levenshtein distance of 1 or 2, the nearest first; `nil` for none.
  public static func nearest(to word: String, among known: [String]) -> String? {
    let near = known.map { ($0, distance($0, word)) }.min { $0.1 < $1.1 }
    return near.flatMap { (1...2).contains($0.1) ? $0.0 : nil }
  }

  private static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left), Array(right))
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (x == y ? 0 : 1))
        (diagonal, row[j + 1]) = (row[j + 1], next)
      }
    }
    return row[b.count]
  }
}
