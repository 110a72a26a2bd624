/// A choice of columns of the design, and the penalty of each.
struct CalibrationCandidate {
  /// Columns of the design, in order.
  let columns: [Int]
  /// One L2 penalty per column.
  let penalties: [Double]
  /// The number of steps beyond the verdict alone; see ``CandidateWeights``.
  let richness: Int

  /// A weak prior for the intercept: before any label, all values are equally likely.
  static let interceptPenalty = 1.0
  /// Returns the candidates in groups that share their columns.
  ///
  /// They range from the verdict alone to all features with interactions, each at every variance.
  /// Length comes first and alone, because it is the best documented of judges' biases (Zheng et
  /// al., NeurIPS 2023; Dubois et al., COLM 2024); the other core features follow.
  static func views(
    of design: CalibrationDesign, options: CalibrationOptions
  ) -> [[CalibrationCandidate]] {
    let columns = BlockColumns(design)
    let plain = CalibrationCandidate(
      columns: [0] + design.verdictColumns,
      penalties: [interceptPenalty] + design.verdictColumns.map { _ in options.verdictPenalty },
      richness: 0)
    let views = columns.views.map { view in
      options.featureVariances.map { variance in
        plain.adding(view, variance: variance, wordVariance: options.wordVariance)
      }
    }
    return [[plain]] + views.filter { $0.contains { $0.columns.count > plain.columns.count } }
  }

  private func adding(
    _ view: BlockColumns.View, variance: Double, wordVariance: Double
  ) -> CalibrationCandidate {
    var columns = columns
    var penalties = penalties
    for block in view.blocks {
      columns += block.columns
      let penalty = Double(block.columns.count) / (variance * block.share)
      penalties += block.columns.map { _ in penalty }
    }
    // The words of a case are a vector of length 1, so one number is the variance of their logit.
    columns += view.words
    penalties += view.words.map { _ in 1 / (variance * wordVariance) }
    return CalibrationCandidate(columns: columns, penalties: penalties, richness: view.richness)
  }
}
