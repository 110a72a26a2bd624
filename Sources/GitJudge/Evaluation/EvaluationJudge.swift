import JudgeEvaluation
import JudgeRecords
import JudgeScoring

/// One judge of an evaluation.
struct EvaluationJudge: Sendable {
  /// The judge that answers.
  let judge: any Judge
  /// Its place in the registry, if it has one.
  let version: JudgeVersion
  /// The name of its figures and columns: its name, or `NAME@vN` if other versions take part.
  let key: String
  /// A test for the rows to ask the judge about; `nil` for all.
  let fits: (@Sendable (Trace) -> Bool)?
}

extension MeasuredJudge {
  /// Names the judges of a run.
  static func named(_ versions: [JudgeVersion]) -> [MeasuredJudge] {
    named(versions.map { ($0.body, $0.hash, $0.name, $0.label) })
  }
}
