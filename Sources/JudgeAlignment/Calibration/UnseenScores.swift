import JudgeScoring

/// The results of the base and the calibrated judge on cases that their models have not seen.
struct UnseenScores {
  /// By item, how often the average of candidates is right when fitted without the item's fold.
  private(set) var right: [Double]
  /// By item, then class, how often fits without the item's fold choose the class.
  private(set) var chosen: [[Double]]
  /// By item, the log-likelihood of its label minus that under the base's verdict alone.
  ///
  /// The base does not state its confidence. So its verdict gets the share of right verdicts in the
  /// other folds, at least an equal share, and the other classes share the rest equally.
  private(set) var logGain: [Double]

  /// The same, but the base's certainty is its accuracy for verdicts of the same value, even if that
  /// is below an equal share.
  ///
  /// The base's score then has everything that the verdict alone says, so a gain comes from the
  /// texts.
  private(set) var logGainByVerdict: [Double]

  /// The minimum probability in a log score, so that one case cannot outvote all others.
  private static let least = 0.01

  /// Creates scores without repeats.
  init(count: Int, classes: Int) {
    right = [Double](repeating: 0, count: count)
    chosen = [[Double]](repeating: [Double](repeating: 0, count: classes), count: count)
    logGain = right
    logGainByVerdict = right
  }

  /// Adds one cross-validation.
  mutating func add(
    _ design: CalibrationDesign, _ folds: GroupFolds, _ fits: FoldFits,
    _ candidates: [CalibrationCandidate], _ options: CalibrationOptions
  ) {
    for fold in 0..<folds.count {
      let weights = CandidateWeights.weights(
        candidates, logLikelihoods: fits.inner.map { $0[fold] },
        richness: options.richnessPrior)
      let trust = Self.trust(design, without: fold, folds)
      let trusts = design.classes.indices.map {
        Self.trust(design, without: fold, folds, verdict: $0)
      }
      for item in right.indices where folds.foldOfItem[item] == fold {
        let logits = design.classes.indices.map { c in
          weights.indices.reduce(0.0) { $0 + weights[$1] * fits.logits[$1][item][c] }
        }
        let label = design.labels[item]
        let chosen = CalibrationModel.choose(
          logits, verdict: design.verdicts[item], margin: options.margin)
        if chosen == label { right[item] += 1 }
        self.chosen[item][chosen] += 1
        let rest = (1 - trust) / Double(max(1, design.classes.count - 1))
        let base = design.verdicts[item] == label ? trust : rest
        let score = Self.log(CalibrationModel.softmax(logits)[label])
        logGain[item] += score - Self.log(base)
        if let verdict = design.verdicts[item] {
          let trust = trusts[verdict]
          let rest = (1 - trust) / Double(max(1, design.classes.count - 1))
          logGainByVerdict[item] += score - Self.log(verdict == label ? trust : rest)
        }
      }
    }
  }

  /// Divides the sums by the number of repeats.
  mutating func divide(by repeats: Double) {
    for i in right.indices {
      right[i] /= repeats
      logGain[i] /= repeats
      logGainByVerdict[i] /= repeats
      for c in chosen[i].indices { chosen[i][c] /= repeats }
    }
  }

  private static func log(_ probability: Double) -> Double {
    PortableMath.log(max(probability, least))
  }

  /// Returns the probability that the base's verdict is right, from the other folds: for all
  /// verdicts, or for one value.
  private static func trust(
    _ design: CalibrationDesign, without fold: Int, _ folds: GroupFolds, verdict: Int? = nil
  ) -> Double {
    let others = design.labels.indices.filter {
      folds.foldOfItem[$0] != fold && design.verdicts[$0] != nil
        && (verdict == nil || design.verdicts[$0] == verdict)
    }
    let right = others.count { design.verdicts[$0] == design.labels[$0] }
    let share = (Double(right) + 1) / (Double(others.count) + 2)
    return verdict == nil ? max(share, 1 / Double(max(1, design.classes.count))) : share
  }
}
