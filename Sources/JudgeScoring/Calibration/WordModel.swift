/// What a calibration learned about words: one weight per bucket and class.
package struct WordModel: Sendable, Hashable {
  /// The number of labelled cases.
  package let cases: Int
  /// In how many of them each bucket occurs.
  package let frequencies: [Int]
  /// By class, then bucket.
  package let weights: [[Double]]
  /// One inverse document frequency per bucket.
  let inverse: [Double]

  /// A model of these numbers; `frequencies` and each row of `weights` have one per bucket.
  package init(cases: Int, frequencies: [Int], weights: [[Double]]) {
    self.cases = cases
    self.frequencies = frequencies
    self.weights = weights
    inverse = Self.inverse(frequencies, of: cases)
  }

  /// ln((1 + n) / (1 + df)) + 1, as usual.
  package static func inverse(_ frequencies: [Int], of cases: Int) -> [Double] {
    frequencies.map { PortableMath.log((1 + Double(cases)) / (1 + Double($0))) + 1 }
  }

  /// What the words of a case add to the logit of each class.
  package func logits(_ words: WordCounts) -> [Double] {
    let unit = words.unit(inverse)
    return weights.map { row in
      zip(words.buckets, unit).reduce(0) { $0 + row[$1.0] * $1.1 }
    }
  }
}
