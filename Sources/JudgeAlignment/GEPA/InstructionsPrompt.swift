import JudgeRecords
import JudgeScoring

/// The prompt to rewrite instructions: people's labels and reasons and the judge's verdicts, case
/// by case.
struct InstructionsPrompt {
  let body: JudgeBody
  let examples: [AlignmentExample]
  let said: [Feedback]

  /// The prompt: instructions first, then the request, the cases last.
  var text: FencedPrompt {
    var prompt = FencedPrompt()
    prompt.say("This is what the judge is asked to do.")
    prompt.showJudge(body)
    let fields = body.template.variables.map { "{{ \($0) }}" }.joined(separator: ", ")
    prompt.say(
      """
      Below are cases with the verdict of the team's experts and the judge's own. Write better \
      instructions for the judge.
      - Keep what is right in the old instructions, word for word where you can, and every rule \
      that they hold.
      - Find out by what rule the experts judge these cases, and add it as a rule that decides new \
      cases too. Their view counts, not yours. Keep facts that only they could know.
      - Do not mention these cases; the judge will not see them.
      - The new instructions must hold the placeholders \(fields), each where the case's text \
      belongs.
      Answer with one JSON object and nothing else: {"instructions": "the whole new instructions"}
      """)
    for (place, example) in examples.enumerated() {
      prompt.showCase(place + 1, example, of: body, said: [said[place]])
    }
    return prompt
  }
}
