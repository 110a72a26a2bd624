import JudgeRecords

/// What one judge said in a run, by trace.
struct RunVerdicts {
  /// The judge's body.
  let judge: ContentID?
  /// The question.
  let feedbackName: String
  /// The verdicts; `nil` for an error.
  var values: [String: Verdict] = [:]
}
