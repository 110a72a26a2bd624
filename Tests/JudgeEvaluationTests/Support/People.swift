import JudgeJSON
import JudgeRecords

/// Traces with labels and verdicts, made by hand.
enum People {
  static func label(
    _ value: JSONValue, by reviewer: String, name: String = "tone", on id: String,
    type: AssessmentSource.SourceType = .human
  ) -> Label {
    let assessment = Assessment(
      traceID: id, name: name, source: AssessmentSource(type: type, id: reviewer),
      content: .feedback(value))
    return Label(
      id: "a-\(id)-\(reviewer)", record: ContentID(hashing: Array("\(id) \(reviewer)".utf8)),
      assessment: assessment)
  }

  static func verdict(
    _ value: JSONValue, by source: String, judge: ContentID? = nil
  ) -> Feedback {
    var feedback = Feedback(
      name: "tone", value: value, rationale: nil,
      source: AssessmentSource(type: .llmJudge, id: source))
    feedback.judge = judge
    return feedback
  }

  static func failure(by source: String) -> Feedback {
    Feedback(
      name: "tone", error: AssessmentError(message: "timed out"),
      source: AssessmentSource(type: .llmJudge, id: source))
  }

  /// A trace with one vote a reviewer.
  static func trace(_ id: String, _ votes: [String: JSONValue]) -> Trace {
    var trace = Trace(id: id, inputs: .string("question \(id)"), outputs: "answer")
    trace.labels = votes.sorted { $0.key < $1.key }.map { label($1, by: $0, on: id) }
    return trace
  }
}
