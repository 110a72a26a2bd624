public import JudgeAgreement
public import JudgeJSON
public import JudgeRecords
public import JudgeWork

/// Traces with the human votes on one question, as codes for statistics.
public struct LabelledSet: Sendable {
  /// The question.
  public let feedbackName: String
  /// The label of each code: the judge's declared values first, then others that people gave.
  public let values: [JSONValue]
  /// The values that people gave and the judge does not declare; empty if the judge declares no
  /// values.
  public let undeclared: [JSONValue]
  /// The reviewers' source ids by rater code, sorted.
  public let reviewers: [String]
  /// The traces with at least one vote, by item code, in order of trace id.
  public let traces: [Trace]
  /// The table of labels by reviewer and trace.
  public let table: RatingTable
  /// The adjudicators' decisions, as label codes by item code.
  public let decisions: [Int: Int]
  /// The consensus: the adjudicated label, otherwise the majority; ties remain ties.
  public let consensus: Consensus
  /// The number of stale labels, whose trace has changed since.
  public let staleLabels: Int
  /// Whether stale labels count.
  public let includesStale: Bool

  /// Creates a set from the votes.
  ///
  /// - Parameters:
  ///   - traces: traces with their labels.
  ///   - feedbackName: the question.
  ///   - declared: the values that the judge declares, in order.
  ///   - includeStale: whether to count labels of traces that have changed since.
  ///   - excluded: source ids whose labels are left out.
  /// - Throws: `JudgeFailure` if a table cannot be built.
  public init(
    _ traces: [Trace], feedbackName: String, declared: [JSONValue] = [],
    includeStale: Bool = true, without excluded: Set<String> = []
  ) throws(JudgeFailure) {
    var kept: [(trace: Trace, votes: [Label])] = []
    var stale = 0
    for trace in traces {
      let all = trace.votes(on: feedbackName)
        .filter { !excluded.contains($0.assessment.source.id) }
      let votes = includeStale ? all : all.filter { !$0.isStale }
      stale += all.count { $0.isStale }
      let valued = votes.filter { $0.assessment.value != nil }
      if !valued.isEmpty { kept.append((trace, valued)) }
    }
    kept.sort { $0.trace.id.utf8.lexicographicallyPrecedes($1.trace.id.utf8) }
    let decided = kept.map { $0.trace.decisions[feedbackName] }
    let given = Set(kept.flatMap { $0.votes.compactMap(\.assessment.value) })
      .union(decided.compactMap { $0 })
    let extra = given.subtracting(declared).sorted {
      $0.canonicalText.utf8.lexicographicallyPrecedes($1.canonicalText.utf8)
    }
    values = declared + extra
    undeclared = declared.isEmpty ? [] : extra
    let reviewers = Set(kept.flatMap { $0.votes.map(\.assessment.source) }).sorted()
    self.reviewers = reviewers.map(\.id)
    self.traces = kept.map(\.trace)
    self.feedbackName = feedbackName
    staleLabels = stale
    includesStale = includeStale
    let codes = Self.codes(values)
    let raters = Dictionary(uniqueKeysWithValues: reviewers.enumerated().map { ($1, $0) })
    var ratings: [Rating] = []
    for (item, entry) in kept.enumerated() {
      for vote in entry.votes {
        guard let value = vote.assessment.value, let label = codes[value],
          let rater = raters[vote.assessment.source]
        else { continue }
        ratings.append(Rating(item: item, rater: rater, label: label))
      }
    }
    table = try RatingTable(
      ratings: ratings, itemCount: kept.count, raterCount: reviewers.count,
      labelCount: values.count)
    var decisions: [Int: Int] = [:]
    for (item, value) in decided.enumerated() {
      if let value, let code = codes[value] { decisions[item] = code }
    }
    self.decisions = decisions
    consensus = try Consensus.majority(table).adjudicated(decisions)
  }

  /// Returns the code of each value.
  package static func codes(_ values: [JSONValue]) -> [JSONValue: Int] {
    Dictionary(values.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Returns a judge's verdicts on each trace, as codes.
  ///
  /// Values that are neither declared nor given by people are errors.
  ///
  /// - Parameter verdict: the judge's feedback on a trace, or `nil` if it gave none.
  /// - Returns: one entry per trace, in order.
  public func codes(of verdict: (Trace) -> Feedback?) -> [JudgedLabel] {
    let codes = Self.codes(values)
    return traces.map { trace in
      guard let feedback = verdict(trace) else { return .missing }
      guard let value = feedback.value, let code = codes[value] else { return .error }
      return .label(code)
    }
  }

  /// Returns the text of a value for people.
  ///
  /// - Parameter code: a label code.
  /// - Returns: the text itself, or the canonical JSON of another value.
  public func text(of code: Int) -> String {
    values[code].stringValue ?? values[code].canonicalText
  }
}

extension Assessment {
  /// The feedback's value, or `nil` for errors and expectations.
  public var value: JSONValue? {
    if case .feedback(let value) = content { return value }
    return nil
  }
}
