import JudgeAgreement
package import JudgeJSON
package import JudgeRecords
import JudgeScoring
package import JudgeWork

/// One judge's verdicts in a run, by trace.
package struct RunVerdicts: Hashable, Sendable {
  /// The judge's body.
  package let judge: ContentID?
  /// The question.
  package let feedbackName: String
  /// The verdicts by trace id, or by the name of the row.
  package var values: [String: Verdict] = [:]

  /// Creates a value without verdicts.
  package init(judge: ContentID?, feedbackName: String) {
    self.judge = judge
    self.feedbackName = feedbackName
  }

  /// Groups the verdicts of a run by name.
  ///
  /// - Parameters:
  ///   - batches: verdict batches, which may include other runs.
  ///   - run: the run.
  ///   - rowKeys: the keys of the traces that are rows of evaluations, by trace id. Such rows are
  ///     named by their key, so that other outputs under the key are the same row of another run.
  ///   - versions: the registered name of each judge that has one, and `NAME@vN`.
  /// - Returns: the verdicts by name. If several judges have the same name, by `NAME@vN`, and by
  ///   `NAME#hash8` if the judge is not registered.
  package static func byName(
    _ batches: some Sequence<VerdictBatch>, of run: ContentID, rowKeys: [String: String] = [:],
    versions: [ContentID: (name: String, label: String)] = [:]
  ) -> [String: RunVerdicts] {
    var traces: [String: Int] = [:]
    for key in rowKeys.values { traces[key, default: 0] += 1 }
    // If a run judged two traces of one key, the key does not say which one is meant.
    func name(_ trace: String) -> String {
      guard let key = rowKeys[trace], traces[key] == 1 else { return trace }
      return RowMark.prefix + key
    }
    var byJudge: [ContentID?: [String: RunVerdicts]] = [:]
    for batch in batches where batch.run == run {
      for verdict in batch.verdicts {
        byJudge[batch.judge, default: [:]][
          batch.name,
          default: RunVerdicts(judge: batch.judge, feedbackName: batch.question(of: verdict))
        ].values[name(verdict.traceID)] = verdict
      }
    }
    let names = byJudge.values.flatMap(\.keys)
    func longer(_ name: String, _ judge: ContentID?) -> String {
      guard let judge, let version = versions[judge] else {
        return "\(name)#\(judge?.prefix(8) ?? "")"
      }
      return version.name == name ? version.label : "\(name)#\(version.label)"
    }
    var result: [String: RunVerdicts] = [:]
    for (judge, questions) in byJudge {
      for (name, verdicts) in questions {
        let isOnly = names.count { $0 == name } == 1
        result[isOnly ? name : longer(name, judge)] = verdicts
      }
    }
    return result
  }

  /// Pairs the verdicts of two runs: by name, else by a question that one name of each answers.
  ///
  /// - Parameters:
  ///   - earlier: the verdicts of one run, by name.
  ///   - later: the verdicts of another run, by name.
  /// - Returns: pairs by the name in the later run.
  package static func pairs(
    _ earlier: [String: RunVerdicts], _ later: [String: RunVerdicts]
  ) -> [String: (earlier: RunVerdicts, later: RunVerdicts)] {
    var result: [String: (RunVerdicts, RunVerdicts)] = [:]
    for (name, verdicts) in later {
      if let same = earlier[name] {
        result[name] = (same, verdicts)
        continue
      }
      // A judge may have another name in the later run, such as `tone_aligned` after `tone`.
      func others(_ all: [String: RunVerdicts], _ known: [String: RunVerdicts]) -> [RunVerdicts] {
        all.filter { known[$0.key] == nil && $0.value.feedbackName == verdicts.feedbackName }
          .map(\.value)
      }
      let before = others(earlier, later)
      if before.count == 1, others(later, earlier).count == 1 {
        result[name] = (before[0], verdicts)
      }
    }
    return result
  }

  /// Returns the value on a trace, or `nil` for an error or a missing verdict.
  package func value(on id: String) -> JSONValue? { values[id]?.value }

  /// The number of errors.
  package var errors: Int { values.values.count { $0.value == nil } }

  /// Returns the number of traces with a verdict, failed or not, by question.
  ///
  /// - Parameter all: the verdicts of a run; several judges may answer one question.
  /// - Returns: the number of different traces for each question.
  package static func counts(_ all: some Sequence<RunVerdicts>) -> [String: Int] {
    var ids: [String: Set<String>] = [:]
    for said in all { ids[said.feedbackName, default: []].formUnion(said.values.keys) }
    return ids.mapValues(\.count)
  }

  /// Returns the share of traces whose verdict passes, with errors as not passing.
  ///
  /// - Parameter pass: the passing values.
  /// - Returns: the share, or `nil` without verdicts.
  package func passShare(_ pass: [JSONValue]) -> Double? {
    let passed = values.values.count { verdict in
      verdict.value.map(pass.contains) ?? false
    }
    return values.isEmpty ? nil : Double(passed) / Double(values.count)
  }

  /// Returns Cohen's kappa with people's consensus.
  ///
  /// Errors count as wrong, because a judge must not pass by failing on the hard cases.
  ///
  /// - Parameters:
  ///   - known: the consensus labels.
  ///   - includesTest: whether held-out traces count.
  ///   - declared: the values that the judge declares.
  /// - Returns: kappa, or `nil` if it is undefined.
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

  /// Returns the verdicts on labelled rows of a file that the judge did not learn from.
  package func labelledRows(_ known: MeasuredTraces) -> [KeyedVerdict] {
    let taught = judge.flatMap { known.taught[$0] } ?? []
    return values.sorted { $0.key < $1.key }.compactMap { id, _ in
      guard known.rows.contains(id), !taught.contains(id),
        let truth = known.truth[id]
      else { return nil }
      return KeyedVerdict(
        key: known.keys[id],
        verdict: LabelledVerdict(
          group: known.groups[id] ?? id, truth: truth, said: value(on: id)))
    }
  }

  /// Returns a warning if the judge is compared with labels of traces that it learned from.
  ///
  /// - Parameters:
  ///   - name: the name of the judge.
  ///   - known: the traces that the judge learned from.
  /// - Returns: the warning, or `nil` if there are none.
  package func trainingWarning(_ name: String, _ known: MeasuredTraces) -> String? {
    guard let judge, let taught = known.taught[judge]?.count, taught > 0 else { return nil }
    let isRows = values.values.contains { $0.metadata[RowMark.training] != nil }
    return "\(name): \(taught) of \(values.count) \(isRows ? "rows" : "traces") were training "
      + "examples"
  }
}
