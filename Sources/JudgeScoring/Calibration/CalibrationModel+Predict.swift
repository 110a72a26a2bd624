package import JudgeJSON

extension CalibrationModel {
  /// The model's answer for a case.
  package struct Prediction: Sendable, Hashable {
    /// The value with the highest logit; see ``CalibrationModel/choose(_:verdict:margin:)``.
    package let value: JSONValue
    /// One probability per class, in the order of ``CalibrationModel/classes``.
    package let probabilities: [Double]
  }

  /// Returns the calibrated verdict on a case.
  ///
  /// - Parameters:
  ///   - verdict: the base judge's verdict. If it is `nil` or not a class, only the features
  ///     decide.
  ///   - features: the features of the case. An absent one counts as average.
  /// - Returns: the value and the probabilities. The probabilities are the model's belief without
  ///   the margin, so the value may not be the most probable class if two are close.
  package func predict(verdict: JSONValue?, features: LexicalFeatures) -> Prediction {
    let given = verdict.flatMap { classes.firstIndex(of: $0) }
    var logits = logits(verdict: given, standardized: standardize(features))
    if let words, let said = features.words {
      logits = zip(logits, words.logits(said)).map { $0 + $1 }
    }
    let chosen = Self.choose(logits, verdict: given, margin: margin)
    return Prediction(
      value: classes.indices.contains(chosen) ? classes[chosen] : .null,
      probabilities: Self.softmax(logits))
  }

  /// Returns the standardized features.
  package func standardize(_ case: LexicalFeatures) -> [Double] {
    features.map { feature in
      Self.standardize(`case`.values[feature.name], mean: feature.mean, scale: feature.scale)
    }
  }

  /// Returns `(value − mean) / scale` within ± ``clip``, or 0 if the value is absent or not finite.
  package static func standardize(_ value: Double?, mean: Double, scale: Double) -> Double {
    guard let value, value.isFinite, scale > 0 else { return 0 }
    return min(max((value - mean) / scale, -clip), clip)
  }

  /// Returns the logits of a case.
  func logits(verdict: Int?, standardized: [Double]) -> [Double] {
    classes.indices.map { c in
      var sum = intercept[c]
      if let verdict { sum += self.verdict[verdict][c] }
      for (weight, value) in zip(weights[c], standardized) { sum += weight * value }
      if let verdict, !interactions.isEmpty {
        for (weight, position) in zip(interactions[verdict][c], interacting) {
          sum += weight * standardized[position]
        }
      }
      return sum
    }
  }

  /// Returns the class with the highest logit, with the base verdict's raised by the margin.
  ///
  /// Ties go to the base verdict if it is among the highest, otherwise to the earliest class.
  package static func choose(_ logits: [Double], verdict: Int?, margin: Double) -> Int {
    var best = verdict ?? 0
    var highest = logits.isEmpty ? 0 : logits[best] + (verdict == nil ? 0 : margin)
    for (c, logit) in logits.enumerated() where c != verdict && logit > highest {
      best = c
      highest = logit
    }
    return best
  }

  /// Returns the probabilities of logits, by an exponential that is the same on every machine.
  package static func softmax(_ logits: [Double]) -> [Double] {
    let top = logits.max() ?? 0
    let powers = logits.map { PortableMath.exp($0 - top) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
