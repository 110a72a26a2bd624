import JudgeAgreement
package import JudgeJSON
package import JudgeRecords
import JudgeScoring
package import JudgeWork

/// What one judge said in a run, by trace.
package struct RunVerdicts: Hashable, Sendable {
  /// The judge's body.
  package let judge: ContentID?
  /// The question.
  package let feedbackName: String
  /// The verdicts.
  package var values: [String: Verdict] = [:]

  /// No verdict yet.
  package init(judge: ContentID?, feedbackName: String) {
    self.judge = judge
    self.feedbackName = feedbackName
  }

  /// Sorts the verdicts of a run.
  ///
  /// - Parameters:
  ///   - batches: batches, those of other runs among them.
  ///   - run: the run.
  /// - Returns: by question; `NAME#hash8` if several judges answered one.
  package static func byQuestion(
    _ batches: some Sequence<VerdictBatch>, of run: ContentID
  ) -> [String: RunVerdicts] {
    var byJudge: [ContentID?: [String: RunVerdicts]] = [:]
    for batch in batches where batch.run == run {
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

  /// The value on a trace, or `nil` for an error and for no verdict.
  package func value(on id: String) -> JSONValue? { values[id]?.value }

  /// The number of errors.
  package var errors: Int { values.values.count { $0.value == nil } }

  /// The share of traces whose verdict passes, errors counted as not passing.
  ///
  /// - Parameter pass: the passing values.
  /// - Returns: `nil` without verdicts.
  package func passShare(_ pass: [JSONValue]) -> Double? {
    let passed = values.values.count { verdict in
      verdict.value.map(pass.contains) ?? false
    }
    return values.isEmpty ? nil : Double(passed) / Double(values.count)
  }

  /// Cohen's kappa with people's consensus, an error counted as wrong: a judge must not pass
  /// because it fails on the hard cases.
  ///
  /// - Parameters:
  ///   - known: what people said.
  ///   - includesTest: whether held-out traces count.
  ///   - declared: the values that the judge declares.
  /// - Returns: `nil` if it is undefined.
  /// - Throws: `JudgeFailure`, which well-formed verdicts do not cause.
  package func kappa(
    _ known: MeasuredTraces, includesTest: Bool, declared: [JSONValue]
  ) throws(JudgeFailure) -> Double? {
    let ids = known.truth.keys.filter {
      values[$0] != nil && (includesTest || known.keys[$0] == nil)
    }.sorted()
    let all = Array(Set(known.truth.values).union(declared))
    let codes = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
    let comparison = try JudgeComparison(
      truth: ids.map { known.truth[$0].flatMap { codes[$0] } },
      verdicts: ids.map { id in
        guard let value = value(on: id), let code = codes[value] else { return .error }
        return .label(code)
      }, labelCount: all.count)
    return comparison.askedKappa
  }

  /// The verdicts on labelled rows of a file that did not teach the judge; those on traces are found
  /// in the store.
  package func labelledRows(_ known: MeasuredTraces) -> [KeyedVerdict] {
    let taught = judge.flatMap { known.taught[$0] } ?? []
    return values.sorted { $0.key < $1.key }.compactMap { id, verdict in
      guard verdict.metadata[RowMark.consensus] != nil, !taught.contains(id),
        let truth = known.truth[id]
      else { return nil }
      return KeyedVerdict(
        key: known.keys[id],
        verdict: LabelledVerdict(
          group: known.groups[id] ?? id, truth: truth, said: value(on: id)))
    }
  }

  /// A warning if the judge is compared with labels of traces that taught it.
  ///
  /// - Parameters:
  ///   - name: what the judge is called.
  ///   - known: what taught it.
  /// - Returns: `nil` if nothing did.
  package func trainingWarning(_ name: String, _ known: MeasuredTraces) -> String? {
    guard let judge, let taught = known.taught[judge]?.count, taught > 0 else { return nil }
    let isRows = values.values.contains { $0.metadata[RowMark.training] != nil }
    return "\(name): \(taught) of \(values.count) \(isRows ? "rows" : "traces") were training "
      + "examples"
  }
}
