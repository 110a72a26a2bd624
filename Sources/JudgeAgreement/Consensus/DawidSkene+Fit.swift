extension DawidSkene {
  /// Fits the model; O(rounds · ratings · labels + rounds · raters · labels²).
  ///
  /// - Parameters:
  ///   - table: The ratings.
  ///   - stop: The stopping rule.
  /// - Returns: The fitted model; without ratings, a model of zeros after 0 rounds.
  public static func fit(
    _ table: RatingTable, stop: Stop = .tolerance(1e-5, limit: 100)
  ) -> DawidSkene {
    var model = DawidSkene(startingFrom: table)
    let (limit, tolerance): (Int, Double) =
      switch stop {
      case .rounds(let count): (count, 1e-5)
      case .tolerance(let tolerance, let limit): (limit, tolerance)
      }
    guard !table.ratings.isEmpty else { return model }
    let used = table.labelCounts.map { $0 > 0 }
    let usage = model.usage(of: table)
    model.updatePriors(table)
    model.updateConfusions(table, usage: usage, used: used)
    var last = -Double.infinity
    for _ in 0..<max(limit, 0) {
      let logs = model.logarithms(used: used)
      model.updatePosteriors(table, logs: logs, used: used)
      model.updatePriors(table)
      model.updateConfusions(table, usage: usage, used: used)
      let evidence = model.evidencePerRating(table, used: used)
      model.evidence.append(evidence)
      model.converged = evidence - last < tolerance
      last = evidence
      if case .tolerance = stop, model.converged { break }
    }
    return model
  }

  /// The minimum of sums, so that a label is never ruled out.
  private static let floor = 1e-10

  /// Starts from the shares of the votes; ties remain split.
  private init(startingFrom table: RatingTable) {
    itemCount = table.itemCount
    raterCount = table.raterCount
    labelCount = table.labelCount
    posteriors = Consensus.votes(table)
    for rating in table.ratings.indices {
      // Divide once per item: at its first rating.
      let item = table.ratings[rating].item
      guard rating == table.itemStarts[item] else { continue }
      let size = Double(table.itemStarts[item + 1] - table.itemStarts[item])
      for label in 0..<labelCount { posteriors[item * labelCount + label] /= size }
    }
    priors = Array(repeating: 0, count: labelCount)
    confusions = Array(repeating: 0, count: raterCount * labelCount * labelCount)
    evidence = []
    converged = false
  }

  /// Returns the labels that each rater used at least once.
  private func usage(of table: RatingTable) -> [Bool] {
    var usage = [Bool](repeating: false, count: raterCount * labelCount)
    for rating in table.ratings { usage[rating.rater * labelCount + rating.label] = true }
    return usage
  }

  private mutating func updatePriors(_ table: RatingTable) {
    var sums = [Double](repeating: 0, count: labelCount)
    var rated = 0
    for item in 0..<itemCount where table.itemStarts[item] < table.itemStarts[item + 1] {
      rated += 1
      for label in 0..<labelCount { sums[label] += posteriors[item * labelCount + label] }
    }
    priors = sums.map { $0 / Double(rated) }
  }

  private mutating func updateConfusions(_ table: RatingTable, usage: [Bool], used: [Bool]) {
    let k = labelCount
    var sums = [Double](repeating: 0, count: confusions.count)
    for rating in table.ratings {
      let source = rating.item * k
      let target = rating.rater * k * k + rating.label
      for truth in 0..<k { sums[target + truth * k] += posteriors[source + truth] }
    }
    for rater in 0..<raterCount {
      for truth in 0..<k where used[truth] {
        let row = (rater * k + truth) * k
        var total = 0.0
        for observed in 0..<k where usage[rater * k + observed] {
          sums[row + observed] = max(sums[row + observed], Self.floor)
          total += sums[row + observed]
        }
        guard total > 0 else { continue }
        for observed in 0..<k { sums[row + observed] /= total }
      }
    }
    confusions = sums
  }

  private func logarithms(used: [Bool]) -> (priors: [Double], confusions: [Double]) {
    (
      priors.map { LibM.log(max($0, Self.floor)) },
      confusions.map { $0 > 0 ? LibM.log($0) : 0 }
    )
  }

  private mutating func updatePosteriors(
    _ table: RatingTable, logs: (priors: [Double], confusions: [Double]), used: [Bool]
  ) {
    let k = labelCount
    var scores = [Double](repeating: 0, count: k)
    for item in 0..<itemCount {
      let own = table.itemStarts[item]..<table.itemStarts[item + 1]
      guard !own.isEmpty else { continue }
      for truth in 0..<k { scores[truth] = 0 }
      for index in own {
        let rating = table.ratings[index]
        let source = rating.rater * k * k + rating.label
        for truth in 0..<k { scores[truth] += logs.confusions[source + truth * k] }
      }
      var top = -Double.infinity
      for truth in 0..<k where used[truth] {
        scores[truth] += logs.priors[truth]
        top = max(top, scores[truth])
      }
      var total = 0.0
      for truth in 0..<k {
        scores[truth] = used[truth] ? LibM.exp(scores[truth] - top) : 0
        total += scores[truth]
      }
      for truth in 0..<k { posteriors[item * k + truth] = scores[truth] / total }
    }
  }
}
