public import JudgeRecords

/// Something that answers for a model without a chat: it needs the trace's fields only.
public protocol VerdictSource: Sendable {
  /// The model's URI, which becomes the verdict's source id.
  var uri: String { get }

  /// The verdict on a trace.
  ///
  /// - Parameters:
  ///   - trace: the trace with other judges' verdicts on it.
  ///   - body: the judge that asks: its name, values and instructions.
  /// - Returns: a feedback under the judge's feedback name. It is an error if the source has none.
  func verdict(on trace: Trace, for body: JudgeBody) -> Feedback
}
