import JudgeAgreement
public import JudgeJSON
public import JudgeRecords
public import JudgeWork

/// A judge's verdict on a trace with a consensus.
public struct LabelledVerdict: Sendable {
  /// The trace's group.
  public let group: String
  /// People's consensus.
  public let truth: JSONValue
  /// The judge's value, or nil if it failed.
  public let said: JSONValue?

  /// Creates a labelled verdict.
  public init(group: String, truth: JSONValue, said: JSONValue?) {
    self.group = group
    self.truth = truth
    self.said = said
  }
}

extension JudgeFigures {
  /// Measures a judge in the same way as its report card.
  ///
  /// - Parameters:
  ///   - verdicts: its verdicts on labelled traces.
  ///   - body: the judge.
  ///   - bars: the bars for the lower bounds.
  ///   - confidence: the two-sided coverage of the intervals.
  /// - Throws: `JudgeFailure`, which well-formed verdicts do not cause.
  public init(
    _ verdicts: [LabelledVerdict], of body: JudgeBody, bars: FitForUse.Bars, confidence: Double
  ) throws(JudgeFailure) {
    let declared = body.values.isEmpty ? body.ordered : body.values
    let extra = Set(verdicts.map(\.truth)).subtracting(declared).sorted {
      $0.canonicalText.utf8.lexicographicallyPrecedes($1.canonicalText.utf8)
    }
    let values = declared + extra
    let codes = LabelledSet.codes(values)
    var groups: [String: Int] = [:]
    let groupCodes = verdicts.map { verdict in
      let code = groups[verdict.group] ?? groups.count
      groups[verdict.group] = code
      return code
    }
    let isNumeric = body.isNumeric
    try self.init(
      // A value that is neither declared nor given by people does not answer the question.
      verdicts.map { $0.said.flatMap { codes[$0] }.map { .label($0) } ?? .error },
      truth: verdicts.map { codes[$0.truth] }, groups: groupCodes, values: values,
      order: ValueOrder(values, ordered: body.ordered, isNumeric: isNumeric).codes,
      pass: body.pass, bars: bars, confidence: confidence, seed: 0)
  }
}
