public import JudgeAgreement
public import JudgeJSON
import JudgeRecords

/// A judge's verdicts against people's labels, from a table, without a store.
///
/// A verdict that is missing or failed counts as a wrong one, in every figure; the figures of those
/// that were answered stand beside it and are those of ``AgreementReport``.
public struct CheckReport: Sendable {
  /// A case on which the judge and the people's consensus differ.
  public struct Difference: Sendable {
    /// The item code in ``AgreementReport/set``.
    public let item: Int
    /// The consensus.
    public let consensus: JSONValue
    /// What the judge said; nil if it failed.
    public let verdict: JSONValue?
    /// Why the judge said so.
    public let rationale: String?
    /// What each person said, with their reason.
    public let votes: [(source: String, value: JSONValue, rationale: String?)]
  }

  /// People with people and the judge with people, failures left out and counted.
  public let agreement: AgreementReport
  /// Cases with a consensus.
  public let count: Int
  /// Of these, the ones on which the judge gave no valid verdict.
  public let failures: Int
  /// Right verdicts of cases with a consensus; a failure is wrong.
  public let accuracy: ClusteredProportion
  /// Cohen's kappa, a failure being a label of its own; nil if it is not defined.
  public let kappa: Double?
  /// The seeded bootstrap 95 % interval of kappa, whole groups resampled.
  public let kappaInterval: ConfidenceInterval?
  /// Quadratically weighted kappa if the values have an order; failures are left out.
  public let weightedKappa: Double?
  /// The interval of the weighted kappa.
  public let weightedKappaInterval: ConfidenceInterval?
  /// Of cases that people pass, those the judge passes; nil without passing values.
  public let truePositive: ClusteredProportion?
  /// Of cases that people fail, those the judge fails.
  public let trueNegative: ClusteredProportion?
  /// Rows = consensus, columns = verdict; failures stand in ``failuresByValue``.
  public let confusion: ConfusionMatrix
  /// Failures per consensus value.
  public let failuresByValue: [Int]
  /// Whether the judge may be used.
  public let fit: FitForUse
  /// The cases on which judge and consensus differ, in the order of the table.
  public let differences: [Difference]

  /// Compares one judge with people.
  ///
  /// - Parameters:
  ///   - set: the labelled cases.
  ///   - ordered: the values from low to high; empty if they have no order.
  ///   - pass: the values that are good.
  ///   - bar: what the lower bounds of TPR and TNR must reach; nil for the usual bars.
  /// - Throws: `AgreementError` if the figures cannot be made.
  public init(
    _ set: LabelledSet, ordered: [JSONValue], pass: [JSONValue], bar: Double? = nil
  ) throws(AgreementError) {
    agreement = try AgreementReport(set, ordered: ordered, pass: pass, versions: [:])
    let count = set.values.count
    let said = set.codes { trace in
      trace.verdicts.last { Bytewise.equal($0.name, set.feedbackName) }
    }
    var groupCodes: [String: Int] = [:]
    let groups = set.traces.map { trace -> Int in
      let group = HeldOutSplit.group(of: trace)
      let code = groupCodes[group] ?? groupCodes.count
      groupCodes[group] = code
      return code
    }
    var cases: [(item: Int, truth: Int, said: Int?)] = []
    for (item, truth) in set.consensus.labels.enumerated() {
      guard let truth else { continue }
      if case .label(let code) = said[item] {
        cases.append((item, truth, code))
      } else {
        cases.append((item, truth, nil))
      }
    }
    self.count = cases.count
    failures = cases.count { $0.said == nil }
    accuracy = ClusteredProportion(cases.map { (groups[$0.item], $0.said == $0.truth) })
    var matrix = ConfusionMatrix(labelCount: count)
    var failed = [Int](repeating: 0, count: count)
    for item in cases {
      if let said = item.said {
        matrix.add(truth: item.truth, prediction: said)
      } else {
        failed[item.truth] += 1
      }
    }
    confusion = matrix
    failuresByValue = failed
    let order = agreement.order
    var rank = Array(0..<count)
    for (position, code) in order.enumerated() { rank[code] = position }
    let units = cases.map { groups[$0.item] }
    // Codes come from the set, so that nothing is out of range.
    func kappa(_ weights: KappaWeights, times: [Int]) -> Double? {
      var cells = ConfusionMatrix(labelCount: count + 1)
      for (index, item) in cases.enumerated() where times[index] > 0 {
        if weights != .none, item.said == nil { continue }
        cells.add(
          truth: rank[item.truth], prediction: item.said.map { rank[$0] } ?? count,
          times: times[index])
      }
      return cells.cohenKappa(weights: weights)
    }
    func interval(_ weights: KappaWeights) throws(AgreementError) -> BootstrapInterval? {
      try Bootstrap(resamples: JudgeFigures.resamples, seed: 0).interval(
        items: cases.count, clusters: units
      ) { kappa(weights, times: $0) }
    }
    let once = cases.map { _ in 1 }
    self.kappa = kappa(.none, times: once)
    kappaInterval = try interval(.none)?.interval
    let isOrdered = !order.isEmpty && count > 2
    weightedKappa = isOrdered ? kappa(.quadratic, times: once) : nil
    weightedKappaInterval = isOrdered ? try interval(.quadratic)?.interval : nil
    let passing = agreement.pass
    if passing.isEmpty {
      truePositive = nil
      trueNegative = nil
      fit = FitForUse(
        kappa: weightedKappa ?? self.kappa, interval: weightedKappaInterval ?? kappaInterval,
        isWeighted: weightedKappa != nil, count: cases.count, groups: Set(units).count,
        bar: bar ?? FitForUse.kappaBar)
    } else {
      // A failed verdict neither passes nor fails a case: it is wrong on both.
      let positive = ClusteredProportion(
        cases.filter { passing.contains($0.truth) }
          .map { (groups[$0.item], $0.said.map(passing.contains) == true) })
      let negative = ClusteredProportion(
        cases.filter { !passing.contains($0.truth) }
          .map { (groups[$0.item], $0.said.map(passing.contains) == false) })
      truePositive = positive
      trueNegative = negative
      fit = FitForUse(passing: positive, failing: negative, bar: bar ?? FitForUse.rateBar)
    }
    differences = cases.filter { $0.said != $0.truth }.map { Self.difference($0, in: set) }
  }

  private static func difference(
    _ item: (item: Int, truth: Int, said: Int?), in set: LabelledSet
  ) -> Difference {
    let verdict = set.traces[item.item].verdicts.last {
      Bytewise.equal($0.name, set.feedbackName)
    }
    return Difference(
      item: item.item, consensus: set.values[item.truth],
      verdict: item.said.map { set.values[$0] }, rationale: verdict?.rationale,
      votes: set.votes(of: item.item).compactMap { label in
        label.assessment.value.map {
          (label.assessment.source.id, $0, label.assessment.rationale)
        }
      })
  }

  /// The mean of TPR and TNR, or of the recalls of all values; a failure is wrong.
  public var balancedAccuracy: Double? {
    if let positive = truePositive?.value, let negative = trueNegative?.value {
      return (positive + negative) / 2
    }
    let recalls = confusion.truthCounts.enumerated().compactMap { code, right -> Double? in
      let total = right + failuresByValue[code]
      return total > 0 ? Double(confusion[truth: code, prediction: code]) / Double(total) : nil
    }
    return recalls.isEmpty ? nil : recalls.reduce(0, +) / Double(recalls.count)
  }

  /// The most frequent consensus value, and its share of the cases; nil without cases.
  public var mostFrequent: (value: JSONValue, share: Double)? {
    let totals = zip(confusion.truthCounts, failuresByValue).map { $0 + $1 }
    guard count > 0, let most = totals.max(), let code = totals.firstIndex(of: most) else {
      return nil
    }
    return (agreement.set.values[code], Double(most) / Double(count))
  }
}
