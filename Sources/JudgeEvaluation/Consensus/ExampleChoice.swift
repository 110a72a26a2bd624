public import JudgeJSON
public import JudgeRecords

/// Picks few-shot examples from labelled traces: the cases that a judge gets wrong.
///
/// The advice is Databricks' ("Customize AI judges"): group the errors, correct one of each group,
/// show passing and failing cases, prefer those with a reason, five at most.
public enum ExampleChoice {
  /// A labelled trace with the judge's verdict.
  public struct Candidate: Sendable {
    /// The trace.
    public let trace: Trace
    /// The consensus of people.
    public let expected: JSONValue
    /// The reason of a person who gave this label, or `nil` if there is none.
    public let rationale: String?
    /// The judge's verdict, or `nil` for an error.
    public let said: JSONValue?

    /// Creates a candidate.
    public init(trace: Trace, expected: JSONValue, rationale: String?, said: JSONValue?) {
      self.trace = trace
      self.expected = expected
      self.rationale = rationale
      self.said = said
    }

    var isWrong: Bool { said != expected }
  }

  /// Picks examples.
  ///
  /// Errors are grouped by the judge's verdict and people's label. The largest group gives its best
  /// case first, then the next group, and so on in rounds. If all picked cases pass, or all fail,
  /// the last one is replaced by a case of the other class, preferably an error. The best case is
  /// one with a reason, then the shorter one, then the one with the smaller trace id.
  ///
  /// - Parameters:
  ///   - candidates: labelled traces of the training part.
  ///   - pass: the values that are good. Empty if none are declared.
  ///   - limit: the maximum number of cases.
  /// - Returns: the chosen cases, in order. Empty if the judge makes no error.
  public static func pick(
    _ candidates: [Candidate], pass: [JSONValue], limit: Int
  ) -> [Candidate] {
    let sorted = candidates.sorted { key($0) < key($1) }
    var groups: [String: [Candidate]] = [:]
    for candidate in sorted where candidate.isWrong {
      let said = candidate.said?.canonicalText ?? "error"
      groups["\(said)\u{0}\(candidate.expected.canonicalText)", default: []].append(candidate)
    }
    var queues = groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      .map { $0.value[...] }
    var chosen: [Candidate] = []
    while chosen.count < limit, queues.contains(where: { !$0.isEmpty }) {
      for place in queues.indices where chosen.count < limit {
        if let next = queues[place].popFirst() { chosen.append(next) }
      }
    }
    guard let first = chosen.first, limit >= 2 else { return chosen }
    func isGood(_ candidate: Candidate) -> Bool {
      pass.isEmpty ? candidate.expected == first.expected : pass.contains(candidate.expected)
    }
    guard Set(chosen.map(isGood)).count == 1 else { return chosen }
    let missing = !isGood(first)
    let others = sorted.filter { isGood($0) == missing }
    guard let other = others.first(where: \.isWrong) ?? others.first else { return chosen }
    if chosen.count == limit { chosen.removeLast() }
    return chosen + [other]
  }

  private static func key(_ candidate: Candidate) -> (Int, Int, String) {
    let trace = candidate.trace
    let length =
      trace.inputs.canonicalText.utf8.count + trace.outputs.canonicalText.utf8.count
    return (candidate.rationale?.isEmpty ?? true ? 1 : 0, length, trace.id)
  }
}
