extension ConfusionMatrix {
  /// Returns the share of the items predicted as this label that truly have it.
  ///
  /// - Parameter label: A code in `0..<labelCount`.
  /// - Returns: A share, or nil without predicted items (scikit-learn prints 0 in this case).
  public func precision(of label: Int) -> Double? {
    ratio(self[truth: label, prediction: label], predictionCounts[label])
  }

  /// Returns the share of the items that truly have this label that are predicted so.
  ///
  /// - Parameter label: A code in `0..<labelCount`.
  /// - Returns: A share, or nil without such items (scikit-learn prints 0 in this case).
  public func recall(of label: Int) -> Double? {
    ratio(self[truth: label, prediction: label], truthCounts[label])
  }

  /// Returns the harmonic mean of precision and recall.
  ///
  /// - Parameter label: A code in `0..<labelCount`.
  /// - Returns: A number in 0...1, or nil for a label that is in neither truth nor prediction.
  public func f1(of label: Int) -> Double? {
    ratio(
      2 * self[truth: label, prediction: label], truthCounts[label] + predictionCounts[label])
  }

  /// The mean of F1 over the labels present in truth or prediction, or nil without items.
  ///
  /// It equals scikit-learn's `f1_score(average='macro')` without `labels`.
  public var macroF1: Double? {
    let scores = (0..<labelCount).compactMap(f1(of:))
    return scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
  }

  /// The mean of F1 weighted by the frequency of each label in the truth, or nil without items.
  public var weightedF1: Double? {
    let total = total
    guard total > 0 else { return nil }
    let counts = truthCounts
    let sum = (0..<labelCount).reduce(0.0) { $0 + (f1(of: $1) ?? 0) * Double(counts[$1]) }
    return sum / Double(total)
  }

  /// The mean recall over the labels present in the truth, or nil without items.
  public var balancedAccuracy: Double? {
    let recalls = (0..<labelCount).compactMap(recall(of:))
    return recalls.isEmpty ? nil : recalls.reduce(0, +) / Double(recalls.count)
  }

  /// Matthews' correlation for any number of labels (Gorodkin 2004), or nil if truth or prediction
  /// is constant (scikit-learn prints 0 in this case).
  public var matthewsCorrelation: Double? {
    let total = Double(total)
    let truths = truthCounts.map(Double.init)
    let predictions = predictionCounts.map(Double.init)
    func dot(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let spread =
      (total * total - dot(predictions, predictions)) * (total * total - dot(truths, truths))
    guard spread > 0 else { return nil }
    return (Double(agreements) * total - dot(truths, predictions)) / spread.squareRoot()
  }

  private func ratio(_ top: Int, _ bottom: Int) -> Double? {
    bottom > 0 ? Double(top) / Double(bottom) : nil
  }
}
