import JudgeEvaluation
import JudgeRecords
import JudgeScoring

/// One judge of an evaluation.
struct EvaluationJudge: Sendable {
  /// The judge that answers.
  let judge: any Judge
  /// Its place in the registry, if it has one.
  let version: JudgeVersion
  /// The name of its figures and columns: its name, or a longer one if others have the same name.
  var key: String
  /// A test for the rows to ask the judge about; `nil` for all.
  let fits: (@Sendable (Trace) -> Bool)?
}

extension EvaluationJudge {
  /// Returns the judges that take part, with distinct names.
  ///
  /// - Parameters:
  ///   - judges: all judges of a plan.
  ///   - rows: the rows that can be judged; without any, every judge takes part.
  /// - Returns: the judges that were named, and those of the others that fit at least one row.
  static func taking(part judges: [EvaluationJudge], in rows: [Trace]) -> [EvaluationJudge] {
    let listed = judges.filter { judge in
      guard let fits = judge.fits, !rows.isEmpty else { return true }
      return rows.contains(where: fits)
    }
    let keys = MeasuredJudge.named(listed.map(\.version)).map(\.key)
    return zip(listed, keys).map { judge, key in
      var judge = judge
      judge.key = key
      return judge
    }
  }
}

extension MeasuredJudge {
  /// Names the judges of a run.
  static func named(_ versions: [JudgeVersion]) -> [MeasuredJudge] {
    named(versions.map { ($0.body, $0.hash, $0.name, $0.label) })
  }
}
