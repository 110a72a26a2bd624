/// An index of texts for comparison by their words: BM25, scaled to 0 … 1.
///
/// Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with
/// k1 = 1.2 and b = 0.75. Each score is divided by that of a text of average length with each of
/// the query's words once, so that a floor means the same for short and long queries.
package struct WordIndex: Sendable {
  private static let k1 = 1.2
  private static let b = 0.75

  private let counts: [[String: Int]]
  private let lengths: [Int]
  private let frequency: [String: Int]
  private let averageLength: Double

  /// Creates an index of some texts.
  package init(_ texts: [String]) {
    var counts: [[String: Int]] = []
    var lengths: [Int] = []
    var frequency: [String: Int] = [:]
    for text in texts {
      let words = Self.words(of: text)
      var bag: [String: Int] = [:]
      for word in words { bag[word, default: 0] += 1 }
      for word in bag.keys { frequency[word, default: 0] += 1 }
      counts.append(bag)
      lengths.append(words.count)
    }
    self.counts = counts
    self.lengths = lengths
    self.frequency = frequency
    averageLength = max(1, Double(lengths.reduce(0, +)) / Double(max(1, texts.count)))
  }

  /// Returns the similarity of each text to a query.
  ///
  /// - Parameter query: any text.
  /// - Returns: one number per text, 0 to 1.
  package func similarities(to query: String) -> [Double] {
    // Sorted, so that sums over the same words are equal to the last bit.
    let words = Set(Self.words(of: query)).sorted()
    var best = 0.0
    var scores = [Double](repeating: 0, count: counts.count)
    for word in words {
      let weight = weight(of: word)
      best += weight
      for (place, bag) in counts.enumerated() {
        guard let count = bag[word] else { continue }
        let length = 1 - Self.b + Self.b * Double(lengths[place]) / averageLength
        let times = Double(count)
        scores[place] += weight * times * (Self.k1 + 1) / (times + Self.k1 * length)
      }
    }
    return best > 0 ? scores.map { min(1, $0 / best) } : scores
  }

  private func weight(of word: String) -> Double {
    let holding = Double(frequency[word] ?? 0)
    return PortableMath.log(1 + (Double(counts.count) - holding + 0.5) / (holding + 0.5))
  }

  /// Returns the words of a text: runs of letters and digits, in lower case.
  package static func words(of text: String) -> [String] {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    for scalar in text.lowercased().unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        word.append(scalar)
      } else if !word.isEmpty {
        words.append(String(word))
        word = String.UnicodeScalarView()
      }
    }
    if !word.isEmpty { words.append(String(word)) }
    return words
  }
}
