/// Finds the word that a misspelt word was meant to be.
public enum Misspelling {
  /// Returns the known word that is nearest to another, if it is near enough.
  ///
  /// - Parameters:
  ///   - word: the word as typed.
  ///   - known: the words to choose from.
  /// - Returns: the nearest word at a distance of 1, or of 2 if the word has at least 5 characters;
  ///   `nil` if there is none. The distance is Damerau's: two swapped letters count once.
  public static func nearest(to word: String, among known: [String]) -> String? {
    let near = known.map { ($0, distance($0, word)) }.min { $0.1 < $1.1 }
    let limit = word.count < 5 ? 1 : 2
    return near.flatMap { (1...limit).contains($0.1) ? $0.0 : nil }
  }

  /// Returns Damerau's distance in the form of optimal string alignment.
  private static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left), Array(right))
    var before: [Int] = []
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var next = [i + 1]
      for (j, y) in b.enumerated() {
        var best = min(next[j] + 1, row[j + 1] + 1, row[j] + (x == y ? 0 : 1))
        if i > 0, j > 0, x == b[j - 1], a[i - 1] == y { best = min(best, before[j - 1] + 1) }
        next.append(best)
      }
      (before, row) = (row, next)
    }
    return row[b.count]
  }
}
