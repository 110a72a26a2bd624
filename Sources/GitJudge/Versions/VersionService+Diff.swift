import JudgeAgreement
import JudgeEvaluation
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeWork

extension VersionService {
  /// Compares two versions: the changes, the flipped labelled traces, and the better version.
  ///
  /// For each judge, the latest verdict that a run stored counts. If there is none, the judge is
  /// asked. The figures are those of traces that taught neither judge. If such a trace is held out,
  /// the looks are recorded before any figure is computed.
  ///
  /// - Parameters:
  ///   - first: the earlier version.
  ///   - second: the later version.
  ///   - access: whether the held-out part may be looked at.
  ///   - asks: whether to ask the judges if there is no stored verdict. Otherwise the trace is left
  ///     out.
  ///   - progress: receives a message with the number of traces to ask about.
  /// - Returns: the comparison; `unasked` is the number of verdicts that are missing for lack of
  ///   budget or network.
  /// - Throws: `JudgeFailure`.
  public func diff(
    _ first: String, _ second: String, test access: TestAccess = .recorded, asks: Bool = true,
    progress: (@Sendable (String) -> Void)? = nil
  ) async throws -> JudgeDiff {
    try await diff(
      try await repository.judges.find(named: first),
      try await repository.judges.find(named: second), test: access, asks: asks,
      progress: progress)
  }

  /// Compares two judges, as above; they need not be in the store.
  func diff(
    _ a: JudgeVersion, _ b: JudgeVersion, test access: TestAccess, asks: Bool = true,
    progress: (@Sendable (String) -> Void)? = nil
  ) async throws -> JudgeDiff {
    let before = repository.calls.statistics
    let changes = BodyDiff(
      try await repository.redactions.shown(a).version.body,
      try await repository.redactions.shown(b).version.body
    ).changes
    var notes: [String] = []
    if a.hash == b.hash { notes.append("the two are the same judge") }
    guard a.body.feedbackName == b.body.feedbackName else {
      notes.append(
        "\(a.label) answers \(a.body.feedbackName), \(b.label) \(b.body.feedbackName): their "
          + "verdicts cannot be compared")
      return JudgeDiff(
        a: a, b: b, changes: changes, unseen: nil, taught: nil, classes: [], look: .none,
        unaskedGroups: VerdictErrors(areUnasked: true),
        calls: repository.calls.statistics.since(before), notes: notes)
    }
    let name = a.body.feedbackName
    let current = try await repository.experiments.current(holding: b.name).id
    let experiment = b.registration?.experiment ?? current
    var (traces, truth) = try await decided(name, b.body.values, in: experiment)
    var keys: [String: String] = [:]
    for trace in traces { keys[trace.id] = HeldOutSplit.testKey(of: trace, feedbackName: name) }
    let places = try await repository.looks.lessons([a.body, b.body]).places(in: traces)
    let learnt = Set(places.map { traces[$0].id })
    func isUnseen(_ trace: Trace) -> Bool { !learnt.contains(trace.id) }
    let measured = Set(traces.filter(isUnseen).compactMap { keys[$0.id] })
    let look = try await repository.looks.look(
      at: name, in: experiment, [a.hash, b.hash], on: measured, access)
    if !look.isOpen {
      traces.removeAll { keys[$0.id] != nil }
      notes.append(look.closedNote)
    }
    let unseen = traces.filter(isUnseen)
    if traces.isEmpty { notes.append("no trace has an agreed label of \(name)") }
    var groups = VerdictErrors(areUnasked: true)
    if !asks {
      let all = traces.count
      traces.removeAll { !Self.hasVerdict(of: a, $0) || !Self.hasVerdict(of: b, $0) }
      if traces.count < all {
        notes.append(
          "no run has the verdicts of both on \(Count.of(all - traces.count, "labelled trace"))")
      }
    }
    let (before1, unasked1) = try await said(of: a, on: traces, progress)
    let (after1, unasked2) = try await said(of: b, on: traces, progress)
    for (id, feedback) in unasked1 + unasked2 { groups.add(feedback, on: id) }
    // A verdict that was not asked for is unknown; a failed verdict is wrong.
    let unasked = Set((unasked1 + unasked2).map(\.id))
    let rows = traces.filter { !unasked.contains($0.id) }.map {
      VerdictComparison.Row(
        id: $0.id, first: before1[$0.id], second: after1[$0.id], truth: truth[$0.id],
        group: HeldOutSplit.group(of: $0))
    }
    let ids = Set(unseen.map(\.id))
    let pairs = rows.filter { ids.contains($0.id) }
    let others = rows.filter { !ids.contains($0.id) }
    return JudgeDiff(
      a: a, b: b, changes: changes,
      unseen: try VerdictComparison(pairs, pass: b.body.pass, confidence: look.confidence),
      taught: try VerdictComparison(others, pass: b.body.pass),
      classes: Self.classes(pairs, b.body.values), look: look,
      unaskedGroups: groups,
      calls: repository.calls.statistics.since(before),
      notes: notes, truth: truth.filter { ids.contains($0.key) })
  }

  /// Returns the traces on which people agreed on a value, and the values.
  func decided(
    _ name: String, _ declared: [JSONValue], in experiment: ContentID
  ) async throws -> (traces: [Trace], truth: [String: JSONValue]) {
    let all = try await repository.labels.labelledTraces(name, in: experiment)
    let set = try LabelledSet(all, feedbackName: name, declared: declared, includeStale: false)
    var (traces, truth): ([Trace], [String: JSONValue]) = ([], [:])
    for (trace, label) in zip(set.traces, set.consensus.labels) {
      guard let label, declared.isEmpty || declared.contains(set.values[label]) else { continue }
      traces.append(trace)
      truth[trace.id] = set.values[label]
    }
    return (traces, truth)
  }

  private static func hasVerdict(of version: JudgeVersion, _ trace: Trace) -> Bool {
    trace.verdicts.contains {
      $0.judge == version.hash && $0.answers(version.body.feedbackName)
    }
  }

  /// Returns a judge's verdicts on some traces, by trace id.
  ///
  /// It uses stored verdicts of a run, and asks the judge about the other traces.
  private func said(
    of version: JudgeVersion, on traces: [Trace], _ progress: (@Sendable (String) -> Void)?
  ) async throws -> (values: [String: JSONValue], unasked: [(id: String, feedback: Feedback)]) {
    var values: [String: JSONValue] = [:]
    var missing: [Trace] = []
    for trace in traces {
      let stored = trace.verdicts.last {
        $0.judge == version.hash && $0.answers(version.body.feedbackName)
      }
      if let stored {
        values[trace.id] = stored.value
      } else {
        missing.append(trace)
      }
    }
    let count = missing.count
    guard count > 0 else { return (values, []) }
    let permit = try await repository.programs.permit(version)
    let model = try await repository.defaultModel()
    let judge = try permit.judge(defaultModel: model)
    if judge.callsModel {
      progress?(
        "\(version.label) is asked about \(missing.count) of "
          + "\(Count.of(traces.count, "labelled trace")), of "
          + "which no run has its verdict: at most \(Count.of(2 * missing.count, "call")), none "
          + "for answers "
          + "that are in the cache")
    }
    let answers = await score(missing, with: judge, concurrency: repository.callOptions.concurrency)
    {
      WorkProgress.report("Asking \(version.label)", $0, of: count)
    }
    for (trace, answer) in zip(missing, answers) { values[trace.id] = answer.value }
    return (values, zip(missing, answers).filter { $1.isUnasked }.map { ($0.id, $1) })
  }

  private static func classes(
    _ rows: [VerdictComparison.Row], _ declared: [JSONValue]
  ) -> [JudgeDiff.ClassDelta] {
    let given = Set(rows.compactMap(\.truth)).subtracting(declared).sorted {
      $0.canonicalText.utf8.lexicographicallyPrecedes($1.canonicalText.utf8)
    }
    return (declared + given).compactMap { value in
      let own = rows.filter { $0.truth == value }
      guard !own.isEmpty else { return nil }
      let n = Double(own.count)
      return JudgeDiff.ClassDelta(
        value: value, n: own.count, a: Double(own.count { $0.first == value }) / n,
        b: Double(own.count { $0.second == value }) / n)
    }
  }
}
