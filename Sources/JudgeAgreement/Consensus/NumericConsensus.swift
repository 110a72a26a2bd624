public import JudgeWork

/// The mean and median of each item's numeric labels.
public struct NumericConsensus: Sendable, Equatable {
  /// The mean of each item's numbers, or nil if unrated.
  public let means: [Double?]
  /// The median of each item's numbers (the mean of the middle two of an even number), or nil if
  /// unrated.
  public let medians: [Double?]

  /// Computes the mean and median of every item.
  ///
  /// - Parameters:
  ///   - table: The ratings.
  ///   - points: The number of each label code, finite and all different.
  /// - Throws: `lengthMismatch` or `invalidArgument` for points that do not match the labels.
  public init(_ table: RatingTable, points: [Double]) throws(JudgeFailure) {
    try LabelScale.points(points).check(labelCount: table.labelCount)
    var means: [Double?] = []
    var medians: [Double?] = []
    for item in 0..<table.itemCount {
      let numbers = table.ratings(of: item).map { points[$0.label] }.sorted()
      guard !numbers.isEmpty else {
        means.append(nil)
        medians.append(nil)
        continue
      }
      means.append(numbers.reduce(0, +) / Double(numbers.count))
      let upper = numbers[numbers.count / 2]
      let lower = numbers[(numbers.count - 1) / 2]
      medians.append(lower + (upper - lower) / 2)
    }
    self.means = means
    self.medians = medians
  }
}
