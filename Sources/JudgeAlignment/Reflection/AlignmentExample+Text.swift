import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring

extension AlignmentExample {
  /// The reasons of people for the label, each once.
  var reasons: [String] {
    var seen = Set<String>()
    return votes.compactMap { vote in
      guard vote.assessment.value == label, let reason = vote.assessment.rationale,
        !reason.isEmpty, seen.insert(reason).inserted
      else { return nil }
      return reason
    }
  }

  /// The assessment ids of all votes on the trace, sorted.
  var labelIDs: [String] { votes.map(\.id).sorted() }

  /// The example as an episode of a body.
  var episode: Episode {
    Episode(
      trace: trace, value: label,
      rationale: reasons.isEmpty ? nil : reasons.joined(separator: "\n"),
      labels: labelIDs)
  }
}

extension FencedPrompt {
  /// Adds a labelled case: its content, people's labels and reasons, then the judge's verdict.
  ///
  /// - Parameters:
  ///   - number: the case's number in the prompt.
  ///   - example: the case.
  ///   - judge: the judge whose fields are shown.
  ///   - said: the judge's verdict, or `nil` to leave it out.
  mutating func showCase(
    _ number: Int, _ example: AlignmentExample, of judge: JudgeBody, said: [Feedback] = []
  ) {
    say("Case \(number).")
    for field in judge.caseFields(of: example.trace) { show(field.name, field.text) }
    var experts = "Experts' verdict: \(Self.text(example.label))"
    for reason in example.reasons { experts += "\nTheir reason: \(reason)" }
    show("experts_\(number)", experts)
    for feedback in said {
      let value = feedback.value.map(Self.text) ?? "no verdict (\(feedback.error?.text ?? ""))"
      show(
        "judge_\(number)",
        "The judge's own verdict: \(value)"
          + (feedback.rationale.map { "\nIts reason: \($0)" } ?? ""))
    }
  }

  /// Adds the judge's task and its guidelines, numbered.
  mutating func showJudge(_ body: JudgeBody) {
    show("task", body.instructions)
    if !body.values.isEmpty {
      say("Its verdict is one of: " + body.values.map(Self.text).joined(separator: ", ") + ".")
    }
    let followed = body.guidelines.filter { $0.supersededBy == nil }
    guard !followed.isEmpty else { return }
    show(
      "guidelines",
      followed.enumerated().map { "\($0 + 1). \($1.text)" }.joined(separator: "\n"))
  }

  static func text(_ value: JSONValue) -> String { value.stringValue ?? value.canonicalText }
}
