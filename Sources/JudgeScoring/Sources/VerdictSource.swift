public import JudgeRecords

/// A source of verdicts in place of a model, which needs the trace's fields only.
public protocol VerdictSource: Sendable {
  /// The model's URI, which becomes the verdict's source id.
  var uri: String { get }

  /// Returns the verdict on a trace.
  ///
  /// - Parameters:
  ///   - trace: the trace with other judges' verdicts on it.
  ///   - body: the judge that needs the verdict: its name, values and instructions.
  /// - Returns: a feedback under the judge's feedback name, which is an error if the source has
  ///   none.
  func verdict(on trace: Trace, for body: JudgeBody) -> Feedback
}
