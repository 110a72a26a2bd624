import JudgeAgreement
import JudgeEvaluation
import JudgeIndex
import JudgeJSON
import JudgeRecords

extension JudgeRepository {
  /// Holds a run against conditions; traces on which a judge failed count as not passing.
  ///
  /// - Parameters:
  ///   - text: the run's id, or a prefix of at least 4 digits.
  ///   - conditions: what it must reach.
  /// - Returns: each condition with its result.
  /// - Throws: `JudgeError` for a run that is not there or left no verdicts.
  public func gate(
    _ text: String, _ conditions: GateConditions
  ) async throws(JudgeError) -> GateResult {
    let info = try await run(named: text)
    let verdicts = try await verdicts(of: info.id)
    guard !verdicts.isEmpty else {
      guard info.unasked == 0 else {
        throw JudgeError(
          .notFound,
          "the run \(info.id.runID) has no verdicts: "
            + "\(Count.of(info.unasked, "verdict was", "verdicts were")) not asked for",
          hint: "run the judges again with a larger budget, or without --offline")
      }
      throw JudgeError(
        .notFound, "the run \(info.id.runID) left no verdicts on traces",
        hint: "gate a run of `git judge run`, or of `evaluate` without --no-log")
    }
    let all = verdicts.values.flatMap { $0.values.values }
    let errors = all.count { (try? $0.result.get()) == nil }
    var checks = [GateCheck.atMost(Double(conditions.maximumErrors), "errors", Double(errors))]
    // A question that a budget cut off is not a pass, whatever the other verdicts say.
    if info.unasked > 0 { checks.append(.atMost(0, "unasked", Double(info.unasked))) }
    for (name, threshold) in conditions.minimum.sorted(by: { $0.key < $1.key }) {
      let value = try await figure(name, info, verdicts)
      checks.append(.atLeast(threshold, name, value))
    }
    if let least = conditions.minimumKappa {
      for (name, said) in verdicts.sorted(by: { $0.key < $1.key }) {
        // The labels of rows of a file came with the rows, and the run keeps their consensus.
        let recorded = info.metrics["\(name)/cohen_kappa"]
        var value = recorded.flatMap { ($0["value"] ?? $0).doubleValue }
        if value == nil { value = try await kappa(of: said, info.run.experiment) }
        checks.append(.atLeast(least, "\(name)/cohen_kappa", value))
      }
    }
    if let baseline = conditions.baseline {
      for (name, comparison) in try await compare(baseline, text).sorted(by: { $0.key < $1.key }) {
        checks.append(.noLoss(name, comparison))
      }
    }
    return GateResult(
      checks: checks, judges: try await judgeLabels(verdicts),
      warnings: try await trainingWarnings(verdicts))
  }

  /// `NAME/pass` from the verdicts, errors counted as not passing; others as the run recorded them.
  private func figure(
    _ name: String, _ info: RunInfo, _ verdicts: [String: RunVerdicts]
  ) async throws(JudgeError) -> Double? {
    if name.hasSuffix("/pass"), let said = verdicts[String(name.dropLast(5))] {
      var pass: [JSONValue] = ["yes", true]
      if let hash = said.judge {
        let body = try await judgeBody(hash)
        if !body.pass.isEmpty { pass = body.pass }
        guard
          !body.pass.isEmpty || body.values.isEmpty
            || !pass.allSatisfy({ value in
              !body.values.contains(value)
            })
        else {
          throw JudgeError(
            .invalid, "\(body.name) declares no passing values, so \(name) means nothing",
            hint: "make a version with --pass, or gate on --min-kappa or --min \(said.feedbackName)"
              + "/accuracy=…")
        }
      }
      let passed = said.values.values.count { verdict in
        (try? verdict.result.get()).map(pass.contains) ?? false
      }
      return said.values.isEmpty ? nil : Double(passed) / Double(said.values.count)
    }
    guard let recorded = info.metrics[name] else {
      let known = verdicts.keys.map { "\($0)/pass" } + info.metrics.map(\.key)
      throw JudgeError(
        .usage, "the run has no figure \"\(name)\"",
        hint: "it has: \(known.sorted().joined(separator: ", "))")
    }
    return (recorded["value"] ?? recorded).doubleValue
  }

  private func kappa(
    of said: RunVerdicts, _ experiment: ContentID
  ) async throws(JudgeError) -> Double? {
    var declared: [JSONValue] = []
    if let hash = said.judge { declared = try await judgeBody(hash).values }
    let truth = try await truth(said.feedbackName, declared, experiment)
    let values = Array(Set(truth.values).union(declared))
    let codes = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
    let ids = truth.keys.filter { said.values[$0] != nil }.sorted()
    return try await JudgeError.wrap {
      let comparison = try JudgeComparison(
        truth: ids.map { truth[$0].flatMap { codes[$0] } },
        verdicts: ids.map { id in
          guard let value = try? said.values[id]?.result.get(), let code = codes[value] else {
            return .error
          }
          return .label(code)
        }, labelCount: values.count)
      return comparison.cohenKappa
    }
  }

  private func judgeLabels(
    _ verdicts: [String: RunVerdicts]
  ) async throws(JudgeError) -> [String] {
    var labels: [String] = []
    let versions = try await versions().versions
    for hash in Set(verdicts.values.compactMap(\.judge)).sorted() {
      let known = versions.flatMap { name, list in
        list.filter { $0.value.judge == hash }.map { "\(name.name)@v\($0.number)" }
      }
      var name = known.min()
      if name == nil { name = try await judgeBody(hash).name }
      labels.append("\(name ?? "") (\(hash.hex.prefix(12)))")
    }
    return labels
  }

  /// Warns if a judge is compared with labels of traces that it learned from.
  private func trainingWarnings(
    _ verdicts: [String: RunVerdicts]
  ) async throws(JudgeError) -> [String] {
    var warnings: [String] = []
    for (name, said) in verdicts.sorted(by: { $0.key < $1.key }) {
      let marked = said.values.values.count { $0.metadata[RowMark.training] != nil }
      if marked > 0 {
        warnings.append("\(name): \(marked) of \(said.values.count) rows were training examples")
        continue
      }
      guard let hash = said.judge else { continue }
      let body = try await judgeBody(hash)
      guard body.calibration != nil || !body.guidelines.isEmpty || !body.examples.isEmpty else {
        continue
      }
      let index = try await caughtUp()
      let traces = try await JudgeError.wrap {
        try await index.traces(ids: said.values.keys.sorted())
      }
      let hasDistilled = body.calibration != nil || !body.guidelines.isEmpty
      let seen = traces.count { trace in
        guard hasDistilled else {
          return body.examples.contains {
            $0["inputs"] == trace.inputs && $0["outputs"] == trace.outputs
          }
        }
        return !trace.votes(on: said.feedbackName).isEmpty
          && HeldOutSplit.part(of: trace, feedbackName: said.feedbackName) != .test
      }
      if seen > 0 {
        warnings.append("\(name): \(seen) of \(traces.count) traces were training examples")
      }
    }
    return warnings
  }
}
