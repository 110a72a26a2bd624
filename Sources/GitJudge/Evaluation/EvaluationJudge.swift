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

  /// A feedback under this evaluation's names.
  func renamed(_ feedback: Feedback) -> Feedback {
    feedback.renamed(from: judge.body.name, to: key)
  }
}
