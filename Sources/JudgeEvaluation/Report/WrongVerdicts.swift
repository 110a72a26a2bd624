import JudgeAgreement
public import JudgeJSON
package import JudgeRecords
public import JudgeWork

/// The cases that a judge gets wrong on labelled traces, the most frequent confusion first.
public struct WrongVerdicts: Sendable {
  /// The question.
  public let question: String
  /// The cases, by confusion; failed verdicts come last.
  public private(set) var cases: [WrongVerdict]
  /// The number of labelled traces with a verdict.
  public let count: Int
  /// The number of traces with a verdict on which people do not agree.
  public let ties: Int
  /// How often each value of people got each value of the judge.
  public let confusion: ConfusionTable
  /// The confusion that ``cases`` are limited to, as people's value and the judge's; `nil` for all.
  public private(set) var confused: (people: JSONValue, judge: JSONValue)?

  /// Compares a judge's verdicts with the consensus.
  ///
  /// - Parameters:
  ///   - set: the labelled traces.
  ///   - order: the label codes from low to high; empty if the values have no order.
  ///   - taught: the items of `set` that the judge learned from.
  ///   - verdict: the judge's verdict on a trace, or `nil` if it gave none.
  /// - Throws: `JudgeFailure`, which well-formed labels do not cause.
  package init(
    _ set: LabelledSet, order: [Int] = [], taught: Set<Int> = [],
    verdict: (Trace) -> Feedback?
  ) throws(JudgeFailure) {
    question = set.feedbackName
    let comparison = try JudgeComparison(
      consensus: set.consensus, verdicts: set.codes(of: verdict))
    confusion = ConfusionTable(comparison, values: set.values, order: order)
    count = comparison.askedCount
    ties = comparison.ties
    var found: [WrongVerdict] = []
    for (item, trace) in set.traces.enumerated() {
      guard let code = set.consensus.labels[item], let said = verdict(trace),
        said.value != set.values[code]
      else { continue }
      found.append(
        WrongVerdict(
          trace: trace, consensus: set.values[code], verdict: said, votes: set.votes(of: item),
          part: HeldOutSplit.part(of: trace, feedbackName: set.feedbackName),
          taught: taught.contains(item)))
    }
    cases = Self.sorted(found)
  }

  /// Frequent confusions first, then by the values, then in the order of the traces.
  private static func sorted(_ cases: [WrongVerdict]) -> [WrongVerdict] {
    var groups: [String: [WrongVerdict]] = [:]
    for one in cases { groups[key(one), default: []].append(one) }
    let order = groups.keys.sorted { left, right in
      let (a, b) = (groups[left] ?? [], groups[right] ?? [])
      let (isLeftFailed, isRightFailed) = (a[0].verdict.value == nil, b[0].verdict.value == nil)
      if isLeftFailed != isRightFailed { return isRightFailed }
      if a.count != b.count { return a.count > b.count }
      return left.utf8.lexicographicallyPrecedes(right.utf8)
    }
    return order.flatMap { groups[$0] ?? [] }
  }

  private static func key(_ one: WrongVerdict) -> String {
    let said = one.verdict.value.map { "\u{0}" + $0.canonicalText } ?? ""
    return one.consensus.canonicalText + said
  }

  /// Limits the cases to one confusion.
  ///
  /// - Parameter text: people's value and the judge's, separated by a slash, as `good/bad`.
  /// - Returns: the cases of this confusion.
  /// - Throws: `JudgeFailure` if the text does not name two values.
  public func confused(_ text: String) throws(JudgeFailure) -> WrongVerdicts {
    let people = confusion.values
    let said = cases.compactMap(\.verdict.value).map { $0.stringValue ?? $0.canonicalText }
    let judge = people + said
    // A value may itself hold a slash.
    for place in text.indices where text[place] == "/" {
      let (left, right) = (text[..<place], text[text.index(after: place)...])
      guard let first = Self.match(left, people), let second = Self.match(right, judge) else {
        continue
      }
      var copy = self
      copy.cases = cases.filter { one in
        Self.text(one.consensus) == first && one.verdict.value.map(Self.text) == second
      }
      copy.confused = (.string(first), .string(second))
      return copy
    }
    throw JudgeFailure(
      .usage, "\"\(text)\" does not name two values of \(question)",
      remedy: .advice(
        "write people's value, a slash and the judge's value; the values are: "
          + Set(judge).sorted().joined(separator: ", ")))
  }

  private static func match(_ text: Substring, _ values: [String]) -> String? {
    values.first { $0 == text } ?? values.first { $0.lowercased() == text.lowercased() }
  }

  private static func text(_ value: JSONValue) -> String {
    value.stringValue ?? value.canonicalText
  }

  /// The cases and figures as JSON with stable keys.
  public var json: JSONObject {
    [
      "n": .number(Double(count)), "ties": .number(Double(ties)), "confusion": confusion.json,
      "confused": confused.map { ["people": $0.people, "judge": $0.judge] } ?? .null,
      "errors": .array(cases.map(\.json)),
    ]
  }
}
