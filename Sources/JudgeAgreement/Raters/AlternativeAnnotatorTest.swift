/// A test whether a judge may replace a reviewer: the alternative annotator test.
///
/// Calderon, Reichart and Dror, The Alternative Annotator Test for LLM-as-a-Judge (ACL 2025,
/// arXiv:2501.10970). Judge and reviewer are compared with the same other reviewers, trace by
/// trace. The side with which more of the others agree wins the trace; in a tie, both win. The
/// judge beats a reviewer if its share of wins, plus ε for its savings, is larger at a one-sided
/// level of 5 % over all reviewers (Benjamini and Yekutieli's correction).
///
/// The agreement of one reviewer with the others is not a ceiling for a judge. A judge can agree
/// with the others more often than any reviewer does.
public struct AlternativeAnnotatorTest: Sendable, Equatable {
  /// The comparison of the judge with one reviewer.
  public struct Row: Sendable, Equatable {
    /// The reviewer.
    public let rater: Int
    /// The number of traces with a label of the reviewer, of at least one other and of the judge.
    public let items: Int
    /// The share of traces on which at least as many others agree with the judge, or nil without
    /// traces.
    public let judge: Double?
    /// The share of traces on which at least as many others agree with the reviewer.
    public let reviewer: Double?
    /// The one-sided p value of "the judge is worse by ε or more", or nil if there are too few
    /// groups.
    public let p: Double?
    /// Whether the judge beats the reviewer, corrected for testing all reviewers together.
    public let isBeaten: Bool
  }

  /// The advantage ε for the judge's lower cost: 0.2 against experts, 0.15 against trained
  /// reviewers, 0.1 against others (Calderon et al., section 3).
  public static let defaultEpsilon = 0.1
  /// The minimum number of groups of traces to test a reviewer on; the paper advises 30 traces.
  public static let fewestGroups = 10

  /// The advantage ε.
  public let epsilon: Double
  /// The reviewers that could be tested.
  public let rows: [Row]

  /// The share ω of tested reviewers that the judge beats, or nil if there are none.
  ///
  /// If it is 0.5 or more, the judge may replace a reviewer.
  public var winningRate: Double? {
    let tested = rows.filter { $0.p != nil }
    guard !tested.isEmpty else { return nil }
    return Double(tested.count { $0.isBeaten }) / Double(tested.count)
  }

  /// The judge's advantage probability ρ: the mean share of traces that it wins.
  public var advantage: Double? {
    let shares = rows.compactMap(\.judge)
    return shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
  }

  /// Tests a judge against each reviewer.
  ///
  /// - Parameters:
  ///   - table: The reviewers' labels.
  ///   - verdicts: The judge's label per item. If it is nil and the judge failed on the item,
  ///     reviewers count as disagreeing with the judge. If it is nil otherwise, the item is left
  ///     out.
  ///   - failed: Whether the judge failed on each item.
  ///   - groups: A group code per item; the items of a group are similar. If nil, each item is its
  ///     own group.
  ///   - epsilon: The advantage ε, between 0 and 1.
  public init(
    _ table: RatingTable, verdicts: [Int?], failed: [Bool], groups: [Int]? = nil,
    epsilon: Double = Self.defaultEpsilon
  ) {
    self.epsilon = epsilon
    var found: [(rater: Int, items: Int, judge: Double?, reviewer: Double?, p: Double?)] = []
    for rater in 0..<table.raterCount {
      var differences: [(group: Int, value: Double)] = []
      var wins = (judge: 0, reviewer: 0)
      for item in 0..<min(table.itemCount, verdicts.count) {
        guard verdicts[item] != nil || failed[item] else { continue }
        let ratings = table.ratings(of: item)
        guard let own = ratings.first(where: { $0.rater == rater }), ratings.count > 1 else {
          continue
        }
        let others = ratings.filter { $0.rater != rater }
        let forJudge = others.count { $0.label == verdicts[item] }
        let forReviewer = others.count { $0.label == own.label }
        let (judge, reviewer) = (forJudge >= forReviewer, forReviewer >= forJudge)
        if judge { wins.judge += 1 }
        if reviewer { wins.reviewer += 1 }
        differences.append(
          (groups?[item] ?? item, (reviewer ? 1 : 0) - (judge ? 1 : 0)))
      }
      let count = differences.count
      found.append(
        (
          rater, count, count == 0 ? nil : Double(wins.judge) / Double(count),
          count == 0 ? nil : Double(wins.reviewer) / Double(count),
          Self.p(differences, epsilon: epsilon)
        ))
    }
    let beaten = Self.rejected(found.map(\.p))
    rows = zip(found, beaten).map { row, isBeaten in
      Row(
        rater: row.rater, items: row.items, judge: row.judge, reviewer: row.reviewer, p: row.p,
        isBeaten: isBeaten)
    }
  }

  /// Returns the one-sided p of a mean difference of ε or more, with groups as units.
  private static func p(
    _ differences: [(group: Int, value: Double)], epsilon: Double
  ) -> Double? {
    var sums: [Int: (sum: Double, count: Int)] = [:]
    for one in differences {
      let known = sums[one.group] ?? (0, 0)
      sums[one.group] = (known.sum + one.value, known.count + 1)
    }
    guard sums.count >= fewestGroups else { return nil }
    let count = Double(differences.count)
    let mean = differences.reduce(0) { $0 + $1.value } / count
    var squares = 0.0
    for (_, one) in sums.sorted(by: { $0.key < $1.key }) {
      let deviation = one.sum - mean * Double(one.count)
      squares += deviation * deviation
    }
    let units = Double(sums.count)
    let error = (units / (units - 1) * squares).squareRoot() / count
    guard error > 0 else { return mean < epsilon ? 0 : 1 }
    return StudentDistribution.cumulative((mean - epsilon) / error, degreesOfFreedom: units - 1)
  }

  /// Applies Benjamini and Yekutieli's procedure (Annals of Statistics 29, 2001) at 5 %.
  private static func rejected(_ ps: [Double?]) -> [Bool] {
    let known = ps.enumerated().compactMap { index, p in p.map { (index: index, p: $0) } }
      .sorted { $0.p < $1.p }
    let count = Double(known.count)
    let harmonic = (1...max(1, known.count)).reduce(0) { $0 + 1 / Double($1) }
    var result = [Bool](repeating: false, count: ps.count)
    let last = known.indices.last {
      known[$0].p <= Double($0 + 1) / (count * harmonic) * 0.05
    }
    guard let last else { return result }
    for one in known[...last] { result[one.index] = true }
    return result
  }
}
