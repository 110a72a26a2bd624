public import JudgeAgreement
public import JudgeJSON
import JudgeRecords
public import JudgeWork

/// One label per trace by a named rule, with the evidence for it.
public struct ConsensusReport: Sendable {
  /// The available rules.
  public enum Method: String, Hashable, Sendable, CaseIterable {
    /// The label with the most votes; ties remain ties.
    case majority
    /// The most recent label.
    case latest
    /// The label of all reviewers.
    case unanimous
    /// Votes weighted by how often their reviewer agrees with the majority (WAWA).
    case weighted
    /// The model of Dawid and Skene.
    case dawidSkene = "dawid-skene"
    /// The median of numbers.
    case median
    /// The mean of numbers.
    case mean
  }

  /// The votes.
  public let set: LabelledSet
  /// The rule.
  public let method: Method
  /// The labels, ties and support.
  public let consensus: Consensus
  /// The fitted model, for Dawid and Skene.
  public let model: DawidSkene?
  /// The median or mean of each trace, for numbers.
  public let numbers: [Double?]?
  /// Each reviewer's reliability by rater code, `nil` if the rule does not estimate it.
  public let skills: [Double?]
  /// The frequency of each reviewer's values for each value of the consensus, by rater code; rows
  /// are the rule's labels.
  public let confusions: [ConfusionMatrix]
  /// Further warnings that depend on the store.
  public var notes: [String] = []
  /// The number of labels beside which the same source gave another one without having seen it.
  public var contended = 0

  /// Applies a rule.
  ///
  /// - Parameters:
  ///   - set: the votes.
  ///   - method: the rule.
  ///   - iterations: the exact number of rounds of Dawid and Skene; `nil` stops on convergence.
  /// - Throws: `JudgeFailure` for median and mean of values that are not numbers.
  public init(
    _ set: LabelledSet, method: Method, iterations: Int? = nil
  ) throws(JudgeFailure) {
    self.set = set
    self.method = method
    let table = set.table
    var skills: [Double?]?
    var model: DawidSkene?
    var numbers: [Double?]?
    switch method {
    case .majority: consensus = set.consensus
    case .latest: consensus = try Self.latest(set)
    case .unanimous: consensus = try Consensus.unanimous(table).adjudicated(set.decisions)
    case .weighted:
      let weighted = WawaConsensus(table)
      skills = weighted.skills
      consensus = try weighted.consensus.adjudicated(set.decisions)
    case .dawidSkene:
      let fitted =
        iterations.map { DawidSkene.fit(table, stop: .rounds($0)) } ?? DawidSkene.fit(table)
      skills = set.reviewers.indices.map { fitted.skill(of: $0) }
      model = fitted
      consensus = try fitted.consensus.adjudicated(set.decisions)
    case .median, .mean:
      let points = set.values.compactMap(\.doubleValue)
      guard points.count == set.values.count else {
        throw JudgeFailure(
          .invalidArgument, "the labels of \(set.feedbackName) are not numbers",
          remedy: "majority, weighted and dawid-skene take labels of any kind")
      }
      let middle = try NumericConsensus(table, points: points)
      numbers = method == .median ? middle.medians : middle.means
      consensus = set.consensus
    }
    self.model = model
    self.numbers = numbers
    var confusions = set.reviewers.map { _ in ConfusionMatrix(labelCount: set.values.count) }
    for rating in table.ratings {
      guard let label = consensus.labels[rating.item] else { continue }
      confusions[rating.rater].add(truth: label, prediction: rating.label)
    }
    self.confusions = confusions
    self.skills =
      skills ?? (numbers == nil ? confusions.map(\.accuracy) : confusions.map { _ in nil })
  }

  /// Returns the most recent label by time; the table itself is in the order of reviewers.
  private static func latest(_ set: LabelledSet) throws(JudgeFailure) -> Consensus {
    let codes = LabelledSet.codes(set.values)
    var ratings: [Rating] = []
    for (item, trace) in set.traces.enumerated() {
      // Votes come in order of (time, id).
      for (rater, vote) in trace.votes(on: set.feedbackName).enumerated() {
        guard let value = vote.assessment.value, let label = codes[value] else { continue }
        ratings.append(Rating(item: item, rater: rater, label: label))
      }
    }
    let raters = (ratings.map(\.rater).max() ?? 0) + 1
    let table = try RatingTable(
      ratings: ratings, itemCount: set.traces.count, raterCount: raters,
      labelCount: set.values.count)
    return try Consensus.latest(table).adjudicated(set.decisions)
  }

  /// Returns the label of a trace by its index, or `nil` for a tie.
  public func value(of item: Int) -> JSONValue? {
    if let decided = set.decisions[item] { return set.values[decided] }
    if let numbers { return numbers[item].map { .number($0) } }
    return consensus.labels[item].map { set.values[$0] }
  }

  /// Returns the number of labels on which a reviewer's skill is measured, or `nil` if there are
  /// none.
  ///
  /// A rule that leaves ties undecided does not measure reviewers on them; WAWA and the model of
  /// Dawid and Skene measure all reviewers on all their labels.
  ///
  /// - Parameter rater: a rater code.
  /// - Returns: the number of labels, at most the reviewer's total.
  public func skillCount(of rater: Int) -> Int? {
    guard skills[rater] != nil else { return nil }
    return method == .weighted || model != nil
      ? set.table.raterCounts[rater] : confusions[rater].total
  }

  /// The indices of traces that the rule leaves undecided.
  public var ties: [Int] {
    guard numbers == nil else { return [] }
    return consensus.tied.indices.filter { !consensus.tied[$0].isEmpty }
  }

  /// Returns the model's probability of each value of a trace.
  ///
  /// - Parameter item: the index of the trace.
  /// - Returns: probabilities by value code, or `nil` without a model or if a person has decided.
  public func posterior(of item: Int) -> ArraySlice<Double>? {
    guard let model, set.decisions[item] == nil else { return nil }
    let start = item * set.values.count
    return model.posteriors[start..<(start + set.values.count)]
  }

  /// Warnings about cases in which the rule is known to mislead.
  public var warnings: [String] {
    var result = notes
    if method == .weighted { result += exposures("weighs them down for it") }
    guard let model else { return result }
    if set.reviewers.count < 5 {
      result.append(
        "Dawid and Skene's model with \(Count.of(set.reviewers.count, "reviewer")): it cannot "
          + "tell a reviewer "
          + "who errs from a trace that is hard; compare with majority")
    }
    let (labels, traces) = (set.table.ratings.count, set.traces.count)
    if labels < 2 * traces {
      result.append(
        "\(labels) labels on \(traces) traces: with fewer than two a trace the model mostly repeats "
          + "what it was told")
    }
    result += exposures("takes that for error")
    result += inflations
    if !model.converged { result.append("it did not settle in \(model.rounds) rounds") }
    return result
  }

  /// Warnings about values that the model finds more often than people gave them, not counting
  /// people's decisions.
  private var inflations: [String] {
    var rated = [Int](repeating: 0, count: set.values.count)
    var given = rated
    for item in set.traces.indices where set.decisions[item] == nil {
      for rating in set.table.ratings(of: item) { rated[rating.label] += 1 }
      if let label = consensus.labels[item] { given[label] += 1 }
    }
    let ratings = Double(max(1, rated.reduce(0, +)))
    let labels = Double(max(1, given.reduce(0, +)))
    return set.values.indices.compactMap { code in
      let (share, decided) = (Double(rated[code]) / ratings, Double(given[code]) / labels)
      guard share > 0, decided > 1.5 * share, decided - share > 0.02 else { return nil }
      return "\"\(set.text(of: code))\" is \(Self.percent(share)) of the ratings and "
        + "\(Self.percent(decided)) of the model's labels: it inflates a rare value"
    }
  }

  /// Returns warnings about reviewers who may be adjudicators, and the effect of the rule on them.
  private func exposures(_ what: String) -> [String] {
    set.table.conflictExposures().filter(\.suggestsAdjudicator).map { exposure in
      "\(set.reviewers[exposure.rater]) saw mostly traces on which the others disagree: the rule "
        + "\(what); consider leaving their labels out"
    }
  }

  private static func percent(_ share: Double) -> String {
    "\((share * 1000).rounded() / 10) %"
  }
}
