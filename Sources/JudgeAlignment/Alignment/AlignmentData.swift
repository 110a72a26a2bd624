import JudgeAgreement
public import JudgeEvaluation
import JudgeJSON
public import JudgeRecords
public import JudgeScoring
public import JudgeWork

/// Labelled traces with the base judge's verdicts, split into the frozen parts.
public struct AlignmentData: Sendable {
  /// A trace to learn from or to measure on.
  public struct Item: Sendable {
    /// The example.
    public let example: AlignmentExample
    /// The part that its group belongs to.
    public let part: HeldOutSplit.Part
    /// The label code of the consensus.
    public let truth: Int
    /// A number shared by all items of the same group.
    public let groupCode: Int
  }

  /// The judge to be aligned.
  public let judge: any Judge
  /// The labelled set with the votes.
  public let set: LabelledSet
  /// The usable traces, in order of trace id: those with a consensus on a declared value.
  ///
  /// A failed verdict counts as wrong.
  public let items: [Item]
  /// The number of traces without a consensus.
  public let ties: Int
  /// The number of test traces without a consensus, which are not in the figures.
  public let testTies: Int
  /// The number of traces on which the judge failed; they count as wrong.
  public let errors: Int
  /// The ids of traces outside the test part whose text is nearly the same as that of a test trace
  /// of another group.
  ///
  /// They are left out of training, because a judge that has seen them knows the answers of the
  /// test.
  public let nearDuplicates: [String]
  /// The number of traces whose consensus is a value that the judge does not declare.
  public let undeclared: Int

  /// Asks the judge about every labelled trace and splits the traces into the parts.
  ///
  /// - Parameters:
  ///   - judge: the judge to be aligned.
  ///   - traces: traces with labels.
  ///   - includeStale: whether to count labels of traces that have changed since.
  ///   - concurrency: the number of traces to judge at a time.
  ///   - rules: the rules of the alignment.
  /// - Throws: `JudgeFailure` if no labelled trace has a verdict.
  public init(
    judge: any Judge, traces: [Trace], includeStale: Bool = false, concurrency: Int = 8,
    rules: AlignmentRules = .current
  ) async throws(JudgeFailure) {
    let name = judge.body.feedbackName
    var set = try Self.set(traces, name, judge.body.values, includeStale)
    let feedback = await score(set.traces, with: judge, concurrency: concurrency)
    try JudgeFailure.check(feedback)
    let said = Set(feedback.compactMap(\.value)).subtracting(set.values)
    if !said.isEmpty, said.count + set.values.count <= Self.maximumValues {
      // Without declared values, a verdict that people never gave is wrong, not failed.
      let more = said.sorted {
        $0.canonicalText.utf8.lexicographicallyPrecedes($1.canonicalText.utf8)
      }
      set = try Self.set(traces, name, set.values + more, includeStale)
    }
    let duplicates = rules == .first ? [] : Self.nearDuplicates(in: set.traces, name)
    let known = Set(duplicates)
    var groups: [String: Int] = [:]
    var items: [Item] = []
    var errors = 0
    var undeclared = 0
    for (index, trace) in set.traces.enumerated() {
      guard let truth = set.consensus.labels[index] else { continue }
      guard judge.body.values.isEmpty || judge.body.values.contains(set.values[truth]) else {
        undeclared += 1
        continue
      }
      if known.contains(trace.id) { continue }
      if feedback[index].value == nil {
        errors += 1
        if rules == .first { continue }
      }
      let group = HeldOutSplit.group(of: trace)
      let code = groups[group] ?? groups.count
      groups[group] = code
      let example = AlignmentExample(
        trace: trace, label: set.values[truth],
        votes: trace.votes(on: name, includeStale: includeStale), group: group,
        feedback: feedback[index])
      items.append(
        Item(
          example: example,
          part: HeldOutSplit.part(ofGroup: group, feedbackName: name),
          truth: truth, groupCode: code))
    }
    self.judge = judge
    self.set = set
    self.items = items
    self.errors = errors
    self.undeclared = undeclared
    nearDuplicates = duplicates
    ties = set.consensus.tieCount
    testTies = set.traces.indices.count {
      set.consensus.labels[$0] == nil
        && HeldOutSplit.part(of: set.traces[$0], feedbackName: name) == .test
    }
    guard items.contains(where: { $0.example.feedback.value != nil }) else {
      throw Self.empty(judge, set, feedback)
    }
  }

  /// Returns the ids of training traces that are nearly the same as a test trace.
  private static func nearDuplicates(in traces: [Trace], _ name: String) -> [String] {
    let parts = traces.map { HeldOutSplit.part(of: $0, feedbackName: name) }
    let shingles = traces.map { Shingles(inputs: $0.inputs, outputs: $0.outputs) }
    let training = traces.indices.filter { parts[$0] != .test }
    let test = traces.indices.filter { parts[$0] == .test }
    return Shingles.nearDuplicates(
      among: training.map { shingles[$0] }, of: test.map { shingles[$0] }
    ).map { traces[training[$0]].id }
  }

  /// The number of different values above which figures by value are not informative.
  private static let maximumValues = 100

  private static func set(
    _ traces: [Trace], _ name: String, _ declared: [JSONValue], _ includeStale: Bool
  ) throws(JudgeFailure) -> LabelledSet {
    try LabelledSet(
      traces, feedbackName: name, declared: declared, includeStale: includeStale)
  }

  private static func empty(
    _ judge: any Judge, _ set: LabelledSet, _ feedback: [Feedback]
  ) -> JudgeFailure {
    guard !set.traces.isEmpty else {
      return JudgeFailure(
        .tooFewLabels, "nobody has labelled a trace under \"\(set.feedbackName)\"",
        remedy: .anyOf([
          .run(.addLabel, ["TRACE"], with: [.name: set.feedbackName, .value: "VALUE"]),
          "import labels",
        ]))
    }
    let values = judge.body.values
    let others = set.consensus.labels.compactMap { $0 }.map { set.values[$0] }
      .filter { !values.isEmpty && !values.contains($0) }
    if let other = others.first {
      return JudgeFailure(
        .noVerdicts,
        "people gave values that \(judge.name) does not declare, such as \(other.canonicalText); "
          + "it has: \(values.map(\.canonicalText).joined(separator: ", "))",
        remedy: "import the labels as the judge's own values, or make a judge with theirs")
    }
    let failed = zip(set.traces, feedback).first { $0.1.error != nil }
    let reason =
      failed.map { trace, said in "\(trace.id): \(said.error?.text ?? "")" } ?? "no consensus"
    return JudgeFailure(
      .noVerdicts,
      "of \(set.traces.count) labelled traces none has a consensus and a verdict: \(reason)",
      remedy: .run(.measureAgreement, [set.feedbackName], to: "see why"))
  }

  /// Returns the items of some parts.
  ///
  /// - Parameter parts: the parts.
  /// - Returns: the items, in order of trace id.
  public func items(in parts: HeldOutSplit.Part...) -> [Item] {
    items.filter { parts.contains($0.part) }
  }

  /// The number of groups.
  public var groupCount: Int { Set(items.map(\.groupCode)).count }
}
