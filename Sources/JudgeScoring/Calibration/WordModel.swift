/// The part of a calibration for words: one weight per bucket and class.
package struct WordModel: Sendable, Hashable {
  /// The number of labelled cases.
  package let cases: Int
  /// The number of these cases in which each bucket occurs.
  package let frequencies: [Int]
  /// The weights by class, then bucket.
  package let weights: [[Double]]
  /// The inverse document frequency of each bucket.
  let inverse: [Double]

  /// Creates a model; `frequencies` and each row of `weights` have one number per bucket.
  package init(cases: Int, frequencies: [Int], weights: [[Double]]) {
    self.cases = cases
    self.frequencies = frequencies
    self.weights = weights
    inverse = Self.inverse(frequencies, of: cases)
  }

  /// Returns the inverse document frequencies, ln((1 + n) / (1 + df)) + 1.
  package static func inverse(_ frequencies: [Int], of cases: Int) -> [Double] {
    frequencies.map { PortableMath.log((1 + Double(cases)) / (1 + Double($0))) + 1 }
  }

  /// Returns the contribution of a case's words to the logit of each class.
  package func logits(_ words: WordCounts) -> [Double] {
    let unit = words.unit(inverse)
    return weights.map { row in
      zip(words.buckets, unit).reduce(0) { $0 + row[$1.0] * $1.1 }
    }
  }
}
