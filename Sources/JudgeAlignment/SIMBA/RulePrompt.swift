import JudgeRecords
import JudgeScoring

/// The prompt to write one rule: a case, people's label, and the judge's verdicts.
struct RulePrompt {
  let body: JudgeBody
  let example: AlignmentExample
  /// A right answer, if there is one, then a wrong one.
  let said: [Feedback]

  /// The prompt: the task first, then the request, the case last.
  var text: FencedPrompt {
    var prompt = FencedPrompt()
    prompt.say("This is what the judge is asked to do.")
    prompt.showJudge(body)
    prompt.say(
      """
      Below is a case that the team's experts have judged, and \
      \(said.count > 1 ? "two verdicts of the judge, a right and a wrong one" : "the judge's verdict, which is wrong").
      Write one rule for the judge, by which it would have judged this case and others like it as \
      the experts do: if the case is so and so, then the verdict is this. Be definite, do not \
      describe this case, and do not repeat a guideline that the judge has.
      Answer with one JSON object and nothing else: {"rule": "the rule"}
      """)
    prompt.showCase(1, example, of: body, said: said)
    return prompt
  }
}
