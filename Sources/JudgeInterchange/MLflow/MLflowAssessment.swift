package import JudgeJSON
package import JudgeRecords

/// One assessment that a client of MLflow's REST interface sends.
package enum MLflowAssessment {
  /// A label or an expectation.
  case assessment(Assessment)
  /// A verdict of a judge, with the question that it answers.
  case verdict(name: String, source: AssessmentSource, Verdict)

  /// Reads an assessment.
  ///
  /// - Parameters:
  ///   - object: the assessment in MLflow's form.
  ///   - traceID: the trace that it is about.
  ///   - experiment: the experiment of the trace.
  /// - Returns: the assessment, or `nil` if it has neither a value nor an error.
  /// - Throws: `ImportError` with the field.
  package static func read(
    _ object: JSONObject, on traceID: String, in experiment: ContentID
  ) throws(ImportError) -> MLflowAssessment? {
    var item = ImportedItem(experiment: experiment)
    var tally = RepairTally()
    try AssessmentFields(LineFields(object)).add(to: &item, tally: &tally)
    if var assessment = item.assessments.first {
      assessment.traceID = traceID
      return .assessment(assessment)
    }
    if let given = item.verdicts.first {
      var verdict = given.verdict
      verdict.traceID = traceID
      return .verdict(name: given.name, source: given.source, verdict)
    }
    return nil
  }
}
