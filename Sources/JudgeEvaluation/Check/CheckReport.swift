import JudgeAgreement
public import JudgeJSON
import JudgeRecords
public import JudgeWork

/// A judge's verdicts against people's labels, from a table, without a store.
///
/// A missing or failed verdict counts as wrong in every figure. The figures of the answered cases
/// alone are given too; they are those of ``AgreementReport``.
public struct CheckReport: Sendable {
  /// A case on which the judge and the people's consensus differ.
  public struct Difference: Sendable {
    /// The item code in ``AgreementReport/set``.
    public let item: Int
    /// The consensus.
    public let consensus: JSONValue
    /// The judge's value, or nil if it failed.
    public let verdict: JSONValue?
    /// The judge's reason.
    public let rationale: String?
    /// Each person's label, with the reason.
    public let votes: [(source: String, value: JSONValue, rationale: String?)]
  }

  /// People with people and the judge with people, failures left out and counted.
  public let agreement: AgreementReport
  /// The judge's figures.
  ///
  /// A failure counts as a wrong verdict.
  public let figures: JudgeFigures
  /// The cases on which judge and consensus differ: first those where one passes and the other
  /// fails, then by decreasing distance, then in the order of the table.
  public let differences: [Difference]
  /// The item codes of cases with tied labels.
  public let ties: [Int]

  /// Compares one judge with people.
  ///
  /// - Parameters:
  ///   - set: the labelled cases.
  ///   - ordered: the values from low to high. Empty if the values have no order.
  ///   - pass: the values that are good.
  ///   - bars: the bars for the lower bounds.
  /// - Throws: `JudgeFailure` if the figures cannot be computed.
  public init(
    _ set: LabelledSet, ordered: [JSONValue], pass: [JSONValue],
    bars: FitForUse.Bars = FitForUse.Bars()
  ) throws(JudgeFailure) {
    agreement = try AgreementReport(set, ordered: ordered, pass: pass, versions: [:])
    let said = set.codes { trace in
      trace.verdicts.last { Bytewise.equal($0.name, set.feedbackName) }
    }
    let truth = set.consensus.labels
    figures = try JudgeFigures(
      // If a case has no verdict, the judge failed on it.
      said.map { $0 == .missing ? .error : $0 }, truth: truth, groups: set.groupCodes,
      values: set.values, order: agreement.order, pass: pass,
      bars: bars, seed: 0)
    var found: [(rank: Int, difference: Difference)] = []
    for item in truth.indices {
      guard let expected = truth[item], said[item] != .label(expected) else { continue }
      var code: Int?
      if case .label(let given) = said[item] { code = given }
      found.append(
        (
          Self.rank(expected, code, agreement),
          Self.difference((item, expected, code), in: set)
        ))
    }
    // Stable: equal ranks keep the order of the table.
    differences = found.enumerated().sorted { left, right in
      (-left.element.rank, left.offset) < (-right.element.rank, right.offset)
    }.map(\.element.difference)
    ties = truth.indices.filter { !set.consensus.tied[$0].isEmpty }
  }

  /// Returns the importance of a difference: a flip of pass and fail first, then the distance in
  /// the order.
  private static func rank(_ truth: Int, _ said: Int?, _ agreement: AgreementReport) -> Int {
    guard let said else { return 0 }
    let count = agreement.set.values.count
    let isFlip = agreement.pass.contains(truth) != agreement.pass.contains(said)
    var places = [Int: Int]()
    for (place, code) in agreement.order.enumerated() { places[code] = place }
    let distance = abs((places[truth] ?? 0) - (places[said] ?? 0))
    return (isFlip && !agreement.pass.isEmpty ? count : 0) + distance
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

  /// The most frequent consensus value and its share of the cases, or nil without cases.
  public var mostFrequent: (value: JSONValue, share: Double)? {
    let totals = zip(figures.comparison.confusion.truthCounts, figures.failuresByValue)
      .map { $0 + $1 }
    guard figures.count > 0, let most = totals.max(), let code = totals.firstIndex(of: most) else {
      return nil
    }
    return (agreement.set.values[code], Double(most) / Double(figures.count))
  }
}
