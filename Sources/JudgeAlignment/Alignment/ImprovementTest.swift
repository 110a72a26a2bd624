import JudgeAgreement
import JudgeEvaluation

/// Decides whether an aligned judge is better than its base, on traces that taught neither.
///
/// Three things must hold. The lower bound of the gain over the base is above 0. So is the lower
/// bound of the gain over the most frequent label, so that a constant judge never improves. And
/// neither TPR nor TNR falls so far that it can no longer reach the bar. (They may fall: a base
/// that always says "yes" has a TPR of 1, and every better judge must lower it.) The units are
/// groups of traces. A failed verdict counts as wrong.
struct ImprovementTest {
  /// A trace with a consensus.
  struct Case {
    /// The label code of the consensus.
    let truth: Int
    /// The base's verdict, or nil if it failed.
    let base: Int?
    /// The aligned judge's verdict, or nil if it failed.
    let aligned: Int?
    /// A number shared by all traces of the same group.
    let group: Int
  }

  /// The measure of a gain.
  enum Measure: String {
    /// A right verdict.
    case accuracy
    /// A right verdict, with each label weighing the same: one label has over 80 % of the traces.
    case balancedAccuracy = "balanced accuracy"
    /// The distance of a verdict from the consensus, in steps of the order.
    case meanAbsoluteError = "mean absolute error"
  }

  private let cases: [Case]
  private let pass: Set<Int>
  /// The rank of each code, or nil if the values have no order.
  private let ranks: [Int]?
  private let weights: [Double]
  private let constant: Int?
  /// The measure of this test.
  let measure: Measure

  /// Creates a test.
  ///
  /// - Parameters:
  ///   - cases: the traces that decide.
  ///   - labelCount: the number of label codes.
  ///   - order: the codes from low to high. Empty if the values have no order.
  ///   - pass: the codes that are good. Empty if none are declared.
  init(_ cases: [Case], labelCount: Int, order: [Int], pass: Set<Int>) {
    self.cases = cases
    self.pass = pass
    let balance = LabelBalance(cases.map(\.truth), labelCount: labelCount)
    constant = balance.mostFrequent
    if order.count == labelCount, labelCount > 2 {
      var ranks = [Int](repeating: 0, count: labelCount)
      for (position, code) in order.enumerated() { ranks[code] = position }
      self.ranks = ranks
      measure = .meanAbsoluteError
      weights = cases.map { _ in 1 }
    } else {
      ranks = nil
      measure = balance.isSkewed ? .balancedAccuracy : .accuracy
      weights = balance.weights
    }
  }

  /// Returns the lower bound of the mean gain over the base.
  ///
  /// - Parameter confidence: the one-sided coverage, between 0 and 1.
  /// - Returns: the bound, which is at most 0 if the gain is not proved.
  func lowerBound(confidence: Double) -> Double {
    var bound = gains(over: \.base).lowerBound(confidence: confidence)
    // If one label is rare, a gain on it must not cost the others.
    if measure == .balancedAccuracy, right(\.aligned) < right(\.base) { bound = min(bound, 0) }
    return bound
  }

  /// The gains over the base, summed by group.
  var groupGains: [Int: Double] {
    var sums: [Int: Double] = [:]
    for (one, weight) in zip(cases, weights) {
      let gain = score(one.aligned, one.truth) - score(one.base, one.truth)
      sums[one.group, default: 0] += weight * gain
    }
    return sums
  }

  /// Returns the lower bound of the mean gain over always giving the most frequent label.
  func lowerBoundOverConstant(confidence: Double) -> Double {
    gains(over: { [constant] _ in constant }).lowerBound(confidence: confidence)
  }

  /// The random orders of the labels that ``chance`` compares with.
  private static let orders = 9_999

  /// The probability that a judge whose verdicts are unrelated to the labels is right as often.
  ///
  /// With few labels the gain over the most frequent label says little, because it shows in the
  /// other labels alone: a judge that is right about 4 of 4 and 8 of 8 gains 4 verdicts. But of all
  /// orders of these labels only 1 in 495 agrees with its verdicts. This is Fisher's exact test
  /// (1935), by random orders, each label with its weight. A constant judge is always as right, so
  /// it gets 1.
  ///
  /// `nil` if a group has several traces, or if the judge gains nothing over the most frequent
  /// label: then knowing more than chance does not help.
  var chance: Double? {
    let score = gains(over: { [constant] _ in constant }).mean
    guard score > 0, Set(cases.map(\.group)).count == cases.count else { return nil }
    var random = Xoshiro256(seed: 0)
    let verdicts = cases.map(\.aligned)
    let labels = Array(zip(cases.map(\.truth), weights))
    func agreement(_ order: [Int]) -> Double {
      zip(verdicts, order).reduce(0) { sum, pair in
        let (truth, weight) = labels[pair.1]
        return sum + weight * self.score(pair.0, truth)
      }
    }
    let observed = agreement(Array(labels.indices)) - 1e-9
    var reached = 1
    for _ in 0..<Self.orders where agreement(random.permutation(of: labels.count)) >= observed {
      reached += 1
    }
    return Double(reached) / Double(Self.orders + 1)
  }

  /// The number of verdicts that became right and that became wrong.
  var changes: (better: Int, worse: Int) {
    let before = cases.map { $0.base == $0.truth }
    let after = cases.map { $0.aligned == $0.truth }
    return (
      zip(before, after).count { !$0 && $1 }, zip(before, after).count { $0 && !$1 }
    )
  }

  /// Returns which of TPR and TNR fall more than by chance, and so far that they cannot reach the
  /// bar.
  ///
  /// - Parameter confidence: the one-sided coverage of the fall, between 0 and 1.
  /// - Returns: the names of the rates.
  func losses(confidence: Double) -> [String] {
    guard !pass.isEmpty else { return [] }
    var result: [String] = []
    for (name, isPassing) in [("TPR", true), ("TNR", false)] {
      let part = cases.filter { pass.contains($0.truth) == isPassing }
      func found(_ said: Int?) -> Bool { said.map { pass.contains($0) == isPassing } ?? false }
      let fall = GroupedGains(
        part.map { ($0.group, (found($0.base) ? 1.0 : 0) - (found($0.aligned) ? 1 : 0)) })
      let rate = ClusteredProportion(part.map { ($0.group, found($0.aligned)) })
      if fall.lowerBound(confidence: confidence) > 0, Self.misses(rate.interval()) {
        result.append(name)
      }
    }
    return result
  }

  /// Returns whether the rate is proved to be below the bar.
  static func misses(_ interval: ConfidenceInterval?) -> Bool {
    interval.map { $0.upper < FitForUse.rateBar } ?? false
  }

  private func right(_ verdict: (Case) -> Int?) -> Int { cases.count { verdict($0) == $0.truth } }

  private func gains(over other: (Case) -> Int?) -> GroupedGains {
    GroupedGains(
      zip(cases, weights).map { one, weight in
        (one.group, weight * (score(one.aligned, one.truth) - score(other(one), one.truth)))
      })
  }

  /// Returns 1 for a right verdict and 0 for a failure.
  ///
  /// If the values have an order, a near verdict is in between.
  private func score(_ said: Int?, _ truth: Int) -> Double {
    guard let said else { return 0 }
    guard let ranks else { return said == truth ? 1 : 0 }
    return 1 - Double(abs(ranks[said] - ranks[truth])) / Double(max(1, ranks.count - 1))
  }
}

/// The frequency of each label among some traces, and the weight of each trace in a gain.
struct LabelBalance {
  /// The share of one label above which a judge that always gives it looks good.
  static let skew = 0.8

  /// The most frequent label, or `nil` without traces.
  let mostFrequent: Int?
  /// Whether one label has more than ``skew`` of the traces.
  let isSkewed: Bool
  /// The weight of each trace.
  ///
  /// If one label prevails, all labels have the same total weight. The mean weight is 1.
  let weights: [Double]

  /// Counts labels.
  ///
  /// - Parameters:
  ///   - labels: the label code of each trace.
  ///   - labelCount: the number of label codes.
  init(_ labels: [Int], labelCount: Int) {
    var counts = [Int](repeating: 0, count: labelCount)
    for label in labels { counts[label] += 1 }
    let most = counts.max() ?? 0
    let present = counts.count { $0 > 0 }
    let isSkewed = present > 1 && Double(most) > Self.skew * Double(labels.count)
    let share = Double(labels.count) / Double(max(1, present))
    mostFrequent = labels.isEmpty ? nil : counts.firstIndex(of: most)
    self.isSkewed = isSkewed
    weights = labels.map { isSkewed ? share / Double(counts[$0]) : 1 }
  }
}

/// The gains of traces in groups, and what they prove.
///
/// If the gain is chance, each group's sum is as likely positive as negative: the test is the exact
/// randomization test over the signs of the groups (Fisher, The Design of Experiments, 1935, §21).
/// For single traces with gains of −1, 0 and 1 it is McNemar's exact test.
struct GroupedGains {
  /// The sum of the gains and the number of traces per group.
  private let groups: [(sum: Double, count: Double)]
  private let total: Double
  /// Whether all gains are −1, 0 or 1 and each group is one trace.
  private let isSimple: Bool

  /// The maximum number of groups for which all signs are tried; with more, random signs are drawn.
  private static let mostGroups = 12
  private static let draws = 4096

  /// Sums gains by group.
  init(_ gains: [(group: Int, gain: Double)]) {
    var sums: [Int: (sum: Double, count: Double)] = [:]
    for one in gains {
      let known = sums[one.group] ?? (0, 0)
      sums[one.group] = (known.sum + one.gain, known.count + 1)
    }
    groups = sums.sorted { $0.key < $1.key }.map(\.value)
    total = Double(gains.count)
    isSimple = sums.count == gains.count && gains.allSatisfy { [-1, 0, 1].contains($0.gain) }
  }

  /// The mean gain, or 0 without traces.
  var mean: Double { total > 0 ? groups.reduce(0) { $0 + $1.sum } / total : 0 }

  /// Returns the lower bound of the mean gain: the largest mean that the test refuses.
  ///
  /// - Parameter confidence: the one-sided coverage, between 0 and 1.
  /// - Returns: the bound. It is above 0 exactly if the test at level `1 - confidence` finds the
  ///   gain significant.
  func lowerBound(confidence: Double) -> Double {
    guard total > 0 else { return -1 }
    if isSimple {
      let wins = groups.count { $0.sum > 0 }
      let losses = groups.count { $0.sum < 0 }
      // Counts of at least 0 are never refused.
      let outcomes = try? PairedOutcomes(
        bothRight: Int(total) - wins - losses, onlyBase: losses, onlyCandidate: wins, bothWrong: 0)
      return outcomes?.differenceLowerBound(confidence: confidence) ?? -1
    }
    let level = 1 - confidence
    let signs = Self.signs(groups.count)
    guard p(0, signs) <= level else { return min(0, normalBound(confidence)) }
    // A mean of 0 is refused, so that the bound lies above: by halving.
    var low = 0.0
    var high = max(0, groups.reduce(0) { $0 + $1.sum } / total)
    for _ in 0..<24 {
      let middle = (low + high) / 2
      if p(middle, signs) <= level { low = middle } else { high = middle }
    }
    return max(low, .leastNonzeroMagnitude)
  }

  /// Returns the probability of a sum at least as large, if the mean gain has a given value.
  private func p(_ mean: Double, _ signs: [[Bool]]) -> Double {
    let sums = groups.map { $0.sum - mean * $0.count }
    let observed = sums.reduce(0, +)
    let slack = 1e-9 * max(1, sums.reduce(0) { $0 + abs($1) })
    var larger = 0
    for flips in signs {
      var sum = 0.0
      for place in sums.indices { sum += flips[place] ? -sums[place] : sums[place] }
      if sum >= observed - slack { larger += 1 }
    }
    guard groups.count > Self.mostGroups else { return Double(larger) / Double(signs.count) }
    return Double(larger + 1) / Double(signs.count + 1)
  }

  private static func signs(_ count: Int) -> [[Bool]] {
    if count <= mostGroups {
      return (0..<(1 << count)).map { mask in (0..<count).map { mask >> $0 & 1 == 1 } }
    }
    var random = Xoshiro256(seed: 0)
    return (0..<draws).map { _ in (0..<count).map { _ in random.index(below: 2) == 1 } }
  }

  /// Returns how far below 0 a gain that is not proved may be.
  private func normalBound(_ confidence: Double) -> Double {
    let mean = groups.reduce(0) { $0 + $1.sum } / total
    guard groups.count > 1 else { return -1 }
    let squares = groups.reduce(0) {
      let deviation = $1.sum - mean * $1.count
      return $0 + deviation * deviation
    }
    let units = Double(groups.count)
    let error = (units / (units - 1) * squares).squareRoot() / total
    let quantile = StudentDistribution.quantile(confidence, degreesOfFreedom: units - 1)
    return max(-1, mean - quantile * error)
  }
}
