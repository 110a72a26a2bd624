public import JudgeAgreement
public import JudgeJSON
public import JudgeWork

/// The figures of one judge against the human consensus on some traces.
///
/// A failed verdict counts as wrong in every figure, because a judge must not look better by
/// failing on hard cases. ``comparison`` has the figures of the answered traces. The units of
/// intervals are whole groups of traces.
public struct JudgeFigures: Sendable {
  /// The comparison on the traces that the judge answered; failures are counted in it.
  public let comparison: JudgeComparison
  /// The number of judged traces, failures included.
  public let count: Int
  /// The number of traces on which the judge failed.
  public let failures: Int
  /// The share of right verdicts among all traces.
  public let accuracy: ClusteredProportion
  /// Cohen's kappa, with failures as a separate label, or nil if undefined.
  public let kappa: Double?
  /// Bootstrap interval of Cohen's kappa, whole groups resampled.
  public let kappaInterval: ConfidenceInterval?
  /// Quadratically weighted kappa of the answered traces, or nil if there is no order of at least 3
  /// values.
  public let weightedKappa: Double?
  /// The bootstrap interval of ``weightedKappa``.
  public let weightedKappaInterval: ConfidenceInterval?
  /// The share of passing traces that the judge passes, or nil without passing values.
  public let truePositive: ClusteredProportion?
  /// The share of failing traces that the judge fails, or nil without passing values.
  public let trueNegative: ClusteredProportion?
  /// The number of failures per value of the consensus, by code.
  public let failuresByValue: [Int]
  /// The judge's fitness for use.
  public var fit: FitForUse
  /// The values by code.
  public let values: [JSONValue]
  /// The confidence of the intervals: 0.95 for one judge, more for the best of several.
  public let confidence: Double

  /// The number of resamples for kappa.
  static let resamples = 1000

  /// A judged trace with a consensus.
  private struct Case {
    let item: Int
    let truth: Int
    let group: Int
    /// The judge's value, or nil if it failed.
    let said: Int?
  }

  /// Measures a judge.
  ///
  /// - Parameters:
  ///   - verdicts: one per trace. Traces without a verdict are left out.
  ///   - truth: the consensus per trace. Traces without one are left out.
  ///   - groups: a group code per trace.
  ///   - values: the values by code.
  ///   - order: the codes from low to high. Empty if the values have no order.
  ///   - pass: the values that are good. Empty if none are declared.
  ///   - bars: the bars for the lower bounds in ``fit``.
  ///   - confidence: the two-sided coverage of the intervals.
  ///   - seed: the seed of the bootstrap.
  /// - Throws: `JudgeFailure` for lengths or codes that do not fit.
  public init(
    _ verdicts: [JudgedLabel], truth: [Int?], groups: [Int], values: [JSONValue],
    order: [Int] = [], pass: [JSONValue], bars: FitForUse.Bars = FitForUse.Bars(),
    confidence: Double = 0.95, seed: UInt64
  ) throws(JudgeFailure) {
    let comparison = try JudgeComparison(
      truth: truth, verdicts: verdicts, labelCount: values.count)
    self.comparison = comparison
    self.values = values
    self.confidence = confidence
    var cases: [Case] = []
    for (item, expected) in truth.enumerated() {
      guard let expected else { continue }
      switch verdicts[item] {
      case .label(let code):
        cases.append(Case(item: item, truth: expected, group: groups[item], said: code))
      case .error:
        cases.append(Case(item: item, truth: expected, group: groups[item], said: nil))
      case .missing: continue
      }
    }
    count = cases.count
    failures = cases.count { $0.said == nil }
    accuracy = ClusteredProportion(cases.map { ($0.group, $0.said == $0.truth) })
    var failed = [Int](repeating: 0, count: values.count)
    for one in cases where one.said == nil { failed[one.truth] += 1 }
    failuresByValue = failed

    let resampling = KappaResampling(
      cases: cases.map { ($0.truth, $0.said, $0.group) }, labelCount: values.count, order: order,
      confidence: confidence, seed: seed)
    kappa = resampling.kappa(.none)
    // With fewer groups the bootstrap's coverage is poor.
    let hasInterval = accuracy.groups >= FitForUse.fewestForKappa
    kappaInterval = hasInterval ? try resampling.interval(.none) : nil
    let isOrdered = !order.isEmpty && values.count > 2
    weightedKappa = isOrdered ? resampling.kappa(.quadratic) : nil
    weightedKappaInterval =
      isOrdered && hasInterval ? try resampling.interval(.quadratic) : nil

    let codes = LabelledSet.codes(values)
    let passing = Set(pass.compactMap { codes[$0] })
    guard !passing.isEmpty else {
      truePositive = nil
      trueNegative = nil
      fit = FitForUse(
        kappa: weightedKappa ?? kappa, interval: weightedKappaInterval ?? kappaInterval,
        isWeighted: weightedKappa != nil, count: cases.count,
        groups: Set(cases.map(\.group)).count, bar: bars.kappa, confidence: confidence)
      return
    }
    // A failed verdict neither passes nor fails a trace, so it is wrong in both rates.
    let positive = ClusteredProportion(
      cases.filter { passing.contains($0.truth) }
        .map { ($0.group, $0.said.map(passing.contains) == true) })
    let negative = ClusteredProportion(
      cases.filter { !passing.contains($0.truth) }
        .map { ($0.group, $0.said.map(passing.contains) == false) })
    truePositive = positive
    trueNegative = negative
    fit = FitForUse(
      passing: positive, failing: negative, bar: bars.rate, confidence: confidence)
  }

  /// Returns the share of right verdicts on the traces with this label, failures included.
  ///
  /// - Parameter code: a label code.
  /// - Returns: the share, or nil without such traces.
  public func recall(of code: Int) -> Double? {
    let total = comparison.confusion.truthCounts[code] + failuresByValue[code]
    let right = comparison.confusion[truth: code, prediction: code]
    return total > 0 ? Double(right) / Double(total) : nil
  }

  /// The mean of TPR and TNR, or of the recalls of all values that people gave.
  public var balancedAccuracy: Double? {
    if let positive = truePositive?.value, let negative = trueNegative?.value {
      return (positive + negative) / 2
    }
    let recalls = values.indices.compactMap { recall(of: $0) }
    return recalls.isEmpty ? nil : recalls.reduce(0, +) / Double(recalls.count)
  }

  /// The mean F1 over the values in consensus or verdicts.
  ///
  /// A failure counts as missed recall.
  public var macroF1: Double? {
    let confusion = comparison.confusion
    let truths = confusion.truthCounts
    let said = confusion.predictionCounts
    let scores = values.indices.compactMap { code -> Double? in
      let total = truths[code] + failuresByValue[code] + said[code]
      guard total > 0 else { return nil }
      return 2 * Double(confusion[truth: code, prediction: code]) / Double(total)
    }
    return scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
  }

  /// The minimum number of groups for which the interval of a share is printed, from which on its
  /// coverage was measured (Benchmarks/coverage).
  public static let fewestForShare = 10

  /// Returns the interval of a share as it is printed, or nil if there are too few groups.
  package func printed(_ share: ClusteredProportion) -> ConfidenceInterval? {
    share.groups < Self.fewestForShare ? nil : share.interval(confidence: confidence)
  }

  /// The figures as JSON with stable keys.
  public var json: JSONValue {
    var object: JSONObject = [
      "n": .number(Double(count)), "errors": .number(Double(failures)),
      "accuracy": .figure(accuracy.value),
      "accuracy_interval": Self.interval(printed(accuracy)),
      "accuracy_answered": .figure(comparison.accuracy),
      "balanced_accuracy": .figure(balancedAccuracy),
      "cohen_kappa": .figure(kappa), "cohen_kappa_interval": Self.interval(kappaInterval),
      "weighted_kappa": .figure(weightedKappa),
      "weighted_kappa_interval": Self.interval(weightedKappaInterval),
      "macro_f1": .figure(macroF1), "groups": .number(Double(accuracy.groups)),
      "confidence": .number(confidence), "fit": fit.json,
    ]
    var recall = JSONObject()
    for (code, value) in values.enumerated() {
      recall[value.stringValue ?? value.canonicalText] = .figure(self.recall(of: code))
    }
    object["recall"] = .object(recall)
    object["confusion"] = ConfusionTable(comparison, values: values).json
    if let truePositive, let trueNegative {
      object["true_positive_rate"] = .figure(truePositive.value)
      object["true_negative_rate"] = .figure(trueNegative.value)
      object["true_positive_interval"] = Self.interval(printed(truePositive))
      object["true_negative_interval"] = Self.interval(printed(trueNegative))
      object["true_positive_counts"] = Self.counts(truePositive.proportion)
      object["true_negative_counts"] = Self.counts(trueNegative.proportion)
    }
    return .object(object)
  }

  private static func counts(_ share: Proportion) -> JSONValue {
    [.number(Double(share.successes)), .number(Double(share.total))]
  }

  package static func interval(_ interval: ConfidenceInterval?) -> JSONValue {
    guard let interval else { return .null }
    return [.figure(interval.lower), .figure(interval.upper)]
  }
}
