import JudgeAgreement
public import JudgeCharts
public import JudgeEvaluation
import JudgeJSON
import JudgeRecords

extension AgreementReport {
  /// The largest numbers of people and judges in a picture.
  private static let (mostPeople, mostJudges) = (12, 8)

  /// The agreement of people with each other, and of judges with people, as a picture.
  ///
  /// The last column compares each person with the majority of the others, and each judge with the
  /// consensus. A failed verdict agrees with nobody.
  public var heatMap: Chart {
    let people = set.reviewers.indices.prefix(Self.mostPeople)
    let votes = rows
    let groups = set.groupCodes
    let names = set.shortNames
    var shown: [(name: String, cells: [HeatMap.Cell?])] = []
    for person in people {
      let others = othersMajority(without: person)
      shown.append(
        (
          names[person],
          people.map { other in
            other == person ? nil : cell(votes[person], votes[other], groups)
          } + [set.reviewers.count > 1 ? cell(votes[person], others, groups) : nil]
        ))
    }
    for judge in judges.prefix(Self.mostJudges) {
      let said = verdicts(of: judge)
      shown.append(
        (
          (judge.version ?? judge.sourceID) + (judge.taught > 0 ? " †" : ""),
          people.map { cell(said, votes[$0], groups) }
            + [cell(said, consensus.labels, groups)]
        ))
    }
    let left =
      set.reviewers.count - people.count + judges.count - min(judges.count, Self.mostJudges)
    return HeatMap(
      title: "Agreement on \(set.feedbackName)",
      summary: "Share of common traces on which two raters give the same value, with its 95 % "
        + "interval, Cohen's kappa and the number of traces: \(people.count) people with each "
        + "other and \(min(judges.count, Self.mostJudges)) judges with people."
        + (judges.contains { $0.taught > 0 }
          ? " † The judge learned from some of these traces, so its figures are too good." : "")
        + (left > 0 ? " \(left) more raters are not shown." : ""),
      columns: people.map { names[$0] } + ["the others"], rows: shown,
      firstRows: people.count
    ).chart
  }

  /// Each reviewer's label codes by trace.
  private var rows: [[Int?]] {
    var result = [[Int?]](
      repeating: [Int?](repeating: nil, count: set.traces.count), count: set.reviewers.count)
    for rating in set.table.ratings { result[rating.rater][rating.item] = rating.label }
    return result
  }

  /// Returns a judge's label codes by trace; -1 for a failure.
  private func verdicts(of judge: JudgeRow) -> [Int?] {
    set.codes { trace in
      trace.verdicts.last {
        $0.answers(set.feedbackName) && $0.judge == judge.judge
          && $0.source.id.utf8.elementsEqual(judge.sourceID.utf8)
      }
    }.map { said in
      switch said {
      case .label(let code): code
      case .error: -1
      case .missing: nil
      }
    }
  }

  /// Returns the value that most of the other people gave each trace, or `nil` for ties.
  private func othersMajority(without person: Int) -> [Int?] {
    var counts = [[Int: Int]](repeating: [:], count: set.traces.count)
    for rating in set.table.ratings where rating.rater != person {
      counts[rating.item][rating.label, default: 0] += 1
    }
    return counts.map { counts in
      guard let most = counts.values.max() else { return nil }
      let first = counts.filter { $0.value == most }
      return first.count == 1 ? first.first?.key : nil
    }
  }

  private func cell(_ first: [Int?], _ second: [Int?], _ groups: [Int]) -> HeatMap.Cell? {
    var trials: [(group: Int, isSuccess: Bool)] = []
    var confusion = ConfusionMatrix(labelCount: set.values.count + 1)
    for (item, pair) in zip(first, second).enumerated() {
      guard let a = pair.0, let b = pair.1 else { continue }
      trials.append((groups[item], a == b))
      confusion.add(
        truth: b < 0 ? set.values.count : b, prediction: a < 0 ? set.values.count : a)
    }
    guard !trials.isEmpty else { return nil }
    return HeatMap.Cell(
      agreement: Estimate(ClusteredProportion(trials)), kappa: confusion.cohenKappa())
  }
}

extension Estimate {
  /// Creates an estimate of a share, with its interval if there are enough groups for one.
  init(_ share: ClusteredProportion, confidence: Double = 0.95) {
    let interval =
      share.groups < JudgeFigures.fewestForShare ? nil : share.interval(confidence: confidence)
    self.init(
      share.value, lower: interval?.lower, upper: interval?.upper, count: share.proportion.total)
  }

  /// Creates an estimate with an interval.
  init(_ value: Double?, _ interval: ConfidenceInterval?, count: Int? = nil) {
    self.init(value, lower: interval?.lower, upper: interval?.upper, count: count)
  }
}

extension ConfusionTable {
  /// Returns the table as a picture.
  ///
  /// - Parameter judge: the name of the judge.
  /// - Returns: the picture, or `nil` if there are too many values to draw.
  public func chart(judge: String) -> Chart? {
    guard !values.isEmpty, values.count <= ConfusionChart.most else { return nil }
    return ConfusionChart(
      title: "Verdicts of \(judge) by people's value", judge: judge, values: values,
      counts: rows.map(\.said), failures: rows.map(\.failures)
    ).chart
  }
}

extension AgreementReport {
  /// The largest number of traces in the picture of disagreements.
  private static let mostRows = 40

  /// Returns the names of judges for narrow columns: `v2`, if all are versions of one judge.
  private static func shortNames(of judges: [JudgeRow]) -> [String] {
    let names = judges.map { $0.version ?? $0.sourceID }
    let parts = names.map { $0.split(separator: "@", omittingEmptySubsequences: false) }
    guard parts.allSatisfy({ $0.count == 2 }), Set(parts.map { $0[0] }).count == 1 else {
      return names
    }
    return parts.map { String($0[1]) }
  }

  /// The traces on which people differ, with everybody's value, as a picture; `nil` without any.
  public var disagreementChart: Chart? {
    let all = Disagreement.all(in: set)
    guard !all.isEmpty else { return nil }
    var places: [String: Int] = [:]
    for (place, trace) in set.traces.enumerated() { places[trace.id] = place }
    let people = Array(set.reviewers.indices.prefix(Self.mostPeople))
    let shownJudges = Array(judges.prefix(Self.mostJudges))
    let votes = rows
    // What a judge says about single traces of the test set stays hidden.
    let isHeldOut = set.traces.map {
      HeldOutSplit.testKey(of: $0, feedbackName: set.feedbackName) != nil
    }
    let said = shownJudges.map { judge in
      zip(verdicts(of: judge), isHeldOut).map { $1 ? nil : $0 }
    }
    let names = set.shortNames
    let rows = all.prefix(Self.mostRows).compactMap { one -> VoteChart.Row? in
      guard let place = places[one.trace.id] else { return nil }
      return VoteChart.Row(
        one.trace.clientRequestID ?? String(one.trace.id.prefix(15)),
        votes: people.map { votes[$0][place] } + said.map { $0[place] }, entropy: one.entropy)
    }
    return VoteChart(
      title: "Disagreements on \(set.feedbackName)",
      raters: people.map { names[$0] } + Self.shortNames(of: shownJudges),
      people: people.count, values: set.values.indices.map { set.text(of: $0) }, rows: rows,
      left: all.count - rows.count,
      note: judges.isEmpty ? "" : "Judges' verdicts on traces of the test set are not shown."
    ).chart
  }
}

extension LabelledSet {
  /// The names of the reviewers for pictures: without the domain of e-mail addresses, if all have
  /// the same one.
  fileprivate var shortNames: [String] {
    let parts = reviewers.map { $0.split(separator: "@", omittingEmptySubsequences: false) }
    guard reviewers.count > 1, parts.allSatisfy({ $0.count == 2 && !$0[0].isEmpty }),
      Set(parts.map { $0[1] }).count == 1
    else { return reviewers }
    return parts.map { String($0[0]) }
  }
}
