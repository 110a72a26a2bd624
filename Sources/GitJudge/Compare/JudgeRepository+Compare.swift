import JudgeAgreement
import JudgeEvaluation
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeStore

extension JudgeRepository {
  /// Compares the verdicts of two runs on the same traces.
  ///
  /// If people labelled held-out traces, the looks are recorded before any figure is computed.
  ///
  /// - Parameters:
  ///   - first: the earlier run's id, or a prefix of at least 4 digits.
  ///   - second: the later one's.
  ///   - access: whether the held-out part is looked at.
  /// - Returns: one comparison for each question that both runs answer.
  /// - Throws: `JudgeError` for runs that are not there or answer no common question.
  public func compare(
    _ first: String, _ second: String, test access: TestAccess = .recorded
  ) async throws -> [String: RunComparison] {
    let (a, b) = (try await run(named: first), try await run(named: second))
    let (before, after) = (try await verdicts(of: a.id), try await verdicts(of: b.id))
    var result: [String: RunComparison] = [:]
    for (name, later) in after {
      guard let earlier = before[name] else { continue }
      result[name] = try await comparison(earlier, later, a.run.experiment, access)
    }
    guard !result.isEmpty else {
      throw JudgeError(
        .notFound, "the runs \(first) and \(second) have no verdicts on the same question",
        hint: "`git judge runs list` names the runs; `evaluate --no-log` leaves no verdicts")
    }
    return result
  }

  private func comparison(
    _ earlier: RunVerdicts, _ later: RunVerdicts, _ experiment: ContentID, _ access: TestAccess
  ) async throws -> RunComparison {
    var pass: [JSONValue] = []
    if let hash = later.judge { pass = try await judgeBody(hash).pass }
    let known = try await measuredTraces([earlier, later], in: experiment)
    var ids = later.values.keys.filter { earlier.values[$0] != nil }.sorted()
    let keys = known.keys(of: ids)
    let judges = [earlier.judge, later.judge].compactMap { $0 }
    let look = try await look(at: later.feedbackName, in: experiment, judges, on: keys, access)
    if !look.isOpen { ids.removeAll { known.keys[$0] != nil } }
    let taught = [earlier.judge, later.judge].compactMap { $0.flatMap { known.taught[$0] } }
    let rows = ids.map { id in
      VerdictComparison.Row(
        id: id, first: earlier.values[id].flatMap { try? $0.result.get() },
        second: later.values[id].flatMap { try? $0.result.get() }, truth: known.truth[id],
        group: known.groups[id], isTaught: taught.contains { $0.contains(id) })
    }
    return RunComparison(
      figures: try VerdictComparison(rows, pass: pass, confidence: look.confidence),
      // Who looks at many judges must not find it easier to say that a loss is not proved.
      loss: try VerdictComparison(rows, pass: pass), look: look)
  }

  /// The human consensus on a question by trace id; ties are left out.
  func truth(
    _ feedbackName: String, _ declared: [JSONValue], _ experiment: ContentID
  ) async throws -> [String: JSONValue] {
    let traces = try await labelledTraces(feedbackName, in: experiment)
    let set = try LabelledSet(traces, feedbackName: feedbackName, declared: declared)
    var result: [String: JSONValue] = [:]
    for (trace, label) in zip(set.traces, set.consensus.labels) {
      if let label { result[trace.id] = set.values[label] }
    }
    return result
  }

  /// The run whose id is a text or begins with it.
  public func run(named text: String) async throws -> RunInfo {
    let found = try await runs().filter { $0.id.hex.hasPrefix(text) }
    guard let first = found.first, text.count >= 4 else {
      throw JudgeError(
        .notFound, "no run begins with \"\(text)\"", hint: "see `git judge runs list`")
    }
    guard found.count == 1 else {
      let list = found.map(\.id.runID).joined(separator: ", ")
      throw JudgeError(.ambiguous, "\(found.count) runs begin with \(text)", hint: list)
    }
    return first
  }

  /// The verdicts of a run by question; `NAME#hash8` if several judges answered one.
  func verdicts(of run: ContentID) async throws -> [String: RunVerdicts] {
    let index = try await caughtUp()
    let paths = try await index.verdictBatches(of: run).map {
      RecordPath(kind: .verdicts, id: $0)
    }
    let records = try await store.records(at: paths)
    var byJudge: [ContentID?: [String: RunVerdicts]] = [:]
    for record in records {
      guard let batch = try? VerdictBatch(record: record), batch.run == run else { continue }
      for verdict in batch.verdicts {
        byJudge[batch.judge, default: [:]][
          batch.name, default: RunVerdicts(judge: batch.judge, feedbackName: batch.name)
        ].values[verdict.traceID] = verdict
      }
    }
    let names = byJudge.values.flatMap(\.keys)
    var result: [String: RunVerdicts] = [:]
    for (judge, questions) in byJudge {
      for (name, verdicts) in questions {
        let isOnly = names.count { $0 == name } == 1
        result[isOnly ? name : "\(name)#\(judge?.prefix(8) ?? "")"] = verdicts
      }
    }
    return result
  }
}
