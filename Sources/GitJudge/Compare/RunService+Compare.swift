import JudgeAgreement
import JudgeEvaluation
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeStore
import JudgeWork

extension RunService {
  /// Compares the verdicts of two runs on the same traces.
  ///
  /// If people labelled held-out traces, the looks are recorded before any figure is computed.
  ///
  /// - Parameters:
  ///   - first: the earlier run's id, or a prefix of at least 4 digits.
  ///   - second: the later run's id, or a prefix.
  ///   - access: whether the held-out part may be looked at.
  /// - Returns: one comparison for each question that both runs answer.
  /// - Throws: `JudgeFailure` for runs that do not exist or have no question in common.
  public func compare(
    _ first: String, _ second: String, test access: TestAccess = .recorded
  ) async throws -> [String: RunComparison] {
    let (a, b) = (try await find(named: first), try await find(named: second))
    let (before, after) = (try await verdicts(of: a.id), try await verdicts(of: b.id))
    var result: [String: RunComparison] = [:]
    for (name, pair) in RunVerdicts.pairs(before, after) {
      result[name] = try await comparison(pair.earlier, pair.later, a.run.experiment, access)
    }
    guard !result.isEmpty else {
      throw JudgeFailure(
        .notFound, "the runs \(first) and \(second) have no verdicts on the same question",
        remedy: .run(
          .listRuns, to: "choose runs with verdicts (an evaluation without a record leaves none)"))
    }
    return result
  }

  private func comparison(
    _ earlier: RunVerdicts, _ later: RunVerdicts, _ experiment: ContentID, _ access: TestAccess
  ) async throws -> RunComparison {
    var pass: [JSONValue] = []
    if let hash = later.judge { pass = try await repository.judges.judgeBody(hash).pass }
    let known = try await measuredTraces([earlier, later], in: experiment)
    let keys = known.keys(of: RunComparison.common(earlier, later))
    let judges = [earlier.judge, later.judge].compactMap { $0 }
    let look = try await repository.looks.look(
      at: later.feedbackName, in: experiment, judges, on: keys, access)
    return try RunComparison(earlier, later, known, pass: pass, look: look)
  }

  /// The run whose id is a text or begins with it, or to which an imported file gave the text.
  public func find(named text: String) async throws -> RunInfo {
    let all = try await all()
    var found = all.filter { $0.run.givenID.map { Bytewise.equal($0, text) } ?? false }
    if found.isEmpty, text.count >= 4 { found = all.filter { $0.id.hex.hasPrefix(text) } }
    guard let first = found.first else {
      throw JudgeFailure(
        .notFound, "no run begins with \"\(text)\"", remedy: .run(.listRuns, to: "see all runs"))
    }
    guard found.count == 1 else {
      let list = found.map(\.id.runID).joined(separator: ", ")
      throw JudgeFailure(
        .ambiguous, "\(found.count) runs begin with \(text)", remedy: .advice(list))
    }
    return first
  }

  /// Returns the verdicts of a run by name, or by `NAME@vN` if several judges have the name.
  func verdicts(of run: ContentID) async throws -> [String: RunVerdicts] {
    let index = try await repository.caughtUp()
    let paths = try await index.verdictBatches(of: run).map {
      RecordPath(kind: .verdicts, id: $0)
    }
    let batches = try await repository.store.records(at: paths).compactMap {
      try? VerdictBatch(record: $0)
    }
    let ids = Set(batches.lazy.flatMap { $0.verdicts.lazy.map(\.traceID) })
    var versions: [ContentID: (name: String, label: String)] = [:]
    for hash in Set(batches.lazy.filter { $0.run == run }.compactMap(\.judge)) {
      // A body that is redacted has no version to name.
      guard let body = try? await repository.judges.judgeBody(hash) else { continue }
      let version = try await version(of: hash, body)
      if version.number != nil { versions[hash] = (version.name, version.label) }
    }
    return RunVerdicts.byName(
      batches, of: run, rowKeys: try await index.rowKeys(of: ids), versions: versions)
  }

  /// Gathers the known facts about the traces and rows behind some verdicts on one question.
  ///
  /// - Parameters:
  ///   - said: the verdicts on one question.
  ///   - experiment: the experiment of the labels.
  /// - Returns: the labels, groups and parts.
  /// - Throws: `JudgeFailure`.
  func measuredTraces(
    _ said: [RunVerdicts], in experiment: ContentID
  ) async throws -> MeasuredTraces {
    var result = MeasuredTraces()
    guard let name = said.first?.feedbackName else { return result }
    let ids = said.reduce(into: Set<String>()) { $0.formUnion($1.values.keys) }
    let (labelled, truth) = try await repository.versions.decided(name, [], in: experiment)
    for trace in labelled where ids.contains(trace.id) {
      result.truth[trace.id] = truth[trace.id]
      result.keys[trace.id] = HeldOutSplit.testKey(of: trace, feedbackName: name)
    }
    let index = try await repository.caughtUp()
    for run in said {
      // The verdicts of a row are named by its key, and are on its trace.
      let names = Dictionary(
        run.values.map { ($0.value.traceID, $0.key) }, uniquingKeysWith: { first, _ in first })
      let traces = try await repository.labels.adjudicated(
        try await index.traces(ids: names.keys.filter { !$0.hasPrefix(RowMark.prefix) }.sorted()),
        on: name)
      for trace in traces {
        guard let id = names[trace.id] else { continue }
        result.groups[id] = result.groups[id] ?? HeldOutSplit.group(of: trace)
        guard trace.rowKey != nil else { continue }
        result.rows.insert(id)
        guard let value = try Evaluation.truth(trace, on: name, declared: []) else { continue }
        result.truth[id] = result.truth[id] ?? value
        result.keys[id] =
          result.keys[id] ?? HeldOutSplit.testKey(of: trace, feedbackName: name)
      }
      var own = result.addRows(of: run)
      guard let hash = run.judge else { continue }
      let body = try await repository.judges.judgeBody(hash)
      own.formUnion(
        try await repository.looks.taught(traces, body).compactMap { names[traces[$0].id] })
      result.taught[hash, default: []].formUnion(own)
    }
    return result
  }
}
