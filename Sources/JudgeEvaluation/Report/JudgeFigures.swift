public import JudgeAgreement
public import JudgeJSON

/// One judge measured against the human consensus on some traces.
public struct JudgeFigures: Sendable {
  /// The comparison; traces on which the judge failed are left out and counted.
  public let comparison: JudgeComparison
  /// Wilson's 95 % interval of the accuracy.
  public let accuracyInterval: ConfidenceInterval?
  /// Bootstrap 95 % interval of Cohen's kappa, whole groups resampled.
  public let kappaInterval: ConfidenceInterval?
  /// How often a trace that people pass is passed, and one they fail is failed.
  public let rates: PassRates?
  /// The values by code.
  public let values: [JSONValue]

  /// How often kappa is resampled.
  static let resamples = 1000

  /// Measures.
  ///
  /// - Parameters:
  ///   - verdicts: one per trace.
  ///   - truth: the consensus per trace.
  ///   - groups: a group code per trace, for the bootstrap.
  ///   - values: the values by code.
  ///   - pass: the values that are good; empty if none are declared.
  ///   - seed: of the bootstrap.
  /// - Throws: `AgreementError` for lengths or codes that do not fit.
  public init(
    _ verdicts: [JudgedLabel], truth: [Int], groups: [Int], values: [JSONValue],
    pass: [JSONValue], seed: UInt64
  ) throws(AgreementError) {
    let comparison = try JudgeComparison(
      truth: truth.map { $0 }, verdicts: verdicts, labelCount: values.count)
    self.comparison = comparison
    self.values = values
    accuracyInterval = comparison.confusion.accuracyProportion.wilson()
    let codes = LabelledSet.codes(values)
    let passing = Set(pass.compactMap { codes[$0] })
    rates = passing.isEmpty ? nil : comparison.confusion.passRates(pass: passing)
    let items = comparison.items
    let said: [Int] = items.map { item in
      if case .label(let code) = verdicts[item] { return code }
      return 0
    }
    let count = values.count
    let interval = try Bootstrap(resamples: Self.resamples, seed: seed).interval(
      items: items.count, clusters: items.map { groups[$0] }
    ) { weights in
      var cells = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
      for (index, weight) in weights.enumerated() {
        cells[truth[items[index]]][said[index]] += weight
      }
      return (try? ConfusionMatrix(rows: cells))?.cohenKappa()
    }
    kappaInterval = interval?.interval
  }

  /// The figures as JSON with stable keys.
  public var json: JSONValue {
    var object: JSONObject = [
      "n": .number(Double(comparison.count)),
      "errors": .number(Double(comparison.errors)),
      "accuracy": .figure(comparison.accuracy),
      "accuracy_interval": Self.interval(accuracyInterval),
      "cohen_kappa": .figure(comparison.cohenKappa),
      "cohen_kappa_interval": Self.interval(kappaInterval),
      "macro_f1": .figure(comparison.macroF1),
    ]
    var recall = JSONObject()
    for (code, value) in values.enumerated() {
      recall[value.stringValue ?? value.canonicalText] =
        .figure(comparison.confusion.recall(of: code))
    }
    object["recall"] = .object(recall)
    if let rates {
      object["true_positive_rate"] = .figure(rates.truePositive.value)
      object["true_negative_rate"] = .figure(rates.trueNegative.value)
      object["true_positive_counts"] = Self.counts(rates.truePositive)
      object["true_negative_counts"] = Self.counts(rates.trueNegative)
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
