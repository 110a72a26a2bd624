import JudgeEvaluation
import JudgeRecords
import JudgeScoring

/// One judge of an evaluation.
struct EvaluationJudge: Sendable {
  /// What is asked.
  let judge: any Judge
  /// Its place in the registry, if it has one.
  let version: JudgeVersion
  /// What its figures and columns are called: its name, or `NAME@vN` beside other versions of it.
  let key: String
  /// Which rows it is asked about; `nil` for all.
  let fits: (@Sendable (Trace) -> Bool)?
}

extension MeasuredJudge {
  /// Names the judges of a run.
  static func named(_ versions: [JudgeVersion]) -> [MeasuredJudge] {
    named(versions.map { ($0.body, $0.hash, $0.name, $0.label) })
  }
}
