import JudgeRecords
import JudgeScoring

/// Cuts labelled cases into batches that fit in one call.
enum DistillationBatch {
  /// Returns batches in the order of the examples, each with at most 50 cases and 400,000 bytes.
  static func cut(
    _ examples: [AlignmentExample], of judge: JudgeBody
  ) -> [[AlignmentExample]] {
    var batches: [[AlignmentExample]] = []
    var bytes = 0
    for example in examples {
      let size =
        judge.caseFields(of: example.trace).reduce(0) { $0 + $1.text.utf8.count }
        + example.reasons.reduce(0) { $0 + $1.utf8.count } + 200
      let isFull =
        (batches.last?.count ?? MemAlign.batchLimit) >= MemAlign.batchLimit
        || bytes + size > MemAlign.byteLimit
      if isFull {
        batches.append([])
        bytes = 0
      }
      batches[batches.count - 1].append(example)
      bytes += size
    }
    return batches
  }
}

/// The prompt to distil guidelines.
struct DistillationPrompt {
  let body: JudgeBody
  let examples: [AlignmentExample]

  /// The prompt: the task and its guidelines first, then the form of the answer, the cases last.
  var text: FencedPrompt {
    var prompt = FencedPrompt()
    prompt.say("This is what the judge is asked to do.")
    prompt.showJudge(body)
    prompt.say(
      """
      Below are cases that the team's experts have judged. Find out by what rules they judge, and \
      write the guidelines that the judge still lacks.
      - A guideline is one rule in one or two sentences, definite enough to decide a new case by \
      somebody who has not seen these cases. Say what makes which verdict.
      - It says how these experts judge: their preferences, what they hold for true, what they \
      require. Where your own view differs, theirs counts.
      - Look first at the cases where the judge's own verdict differs from the experts'.
      - Prefer the one rule that explains many cases, with its exceptions, to many rules that \
      explain one case each. Do not describe single cases.
      - Do not repeat a guideline that the judge has. Where one that it has is wrong or too narrow, \
      write the better one and put the number of the old one into "replaces".
      - An empty list is a good answer where the cases show no rule.
      Answer with one JSON object and nothing else: {"guidelines": [{"guideline_text": "the rule", \
      "source_trace_ids": [numbers of the cases that show it], "replaces": []}]}
      """)
    for (place, example) in examples.enumerated() {
      let said = example.feedback.isUnasked ? [] : [example.feedback]
      prompt.showCase(place + 1, example, of: body, said: said)
    }
    return prompt
  }
}
