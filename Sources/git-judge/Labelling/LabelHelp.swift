import GitJudge

/// Explains the keys, for both forms of the terminal.
enum LabelHelp {
  /// Returns the keys of the full screen.
  static func keys(_ answers: AnswerKeys) -> [String] {
    [
      answer(answers.question) + "the answer; it is stored at once"
    ] + choices(answers, typed: "v, and type it") + [
      "r              why: a reason, before or after the answer",
      "s              put the trace off",
      "f              flag it for the team, or take the flag away",
      "u, Ctrl-Z      undo the last label, skip or flag, as often as you like",
      "j k            next, previous trace",
      "/              keep to traces that hold a text",
      "g              the rubric",
      "space, arrows  scroll",
      "q              end; everything is stored",
    ]
  }

  private static func answer(_ question: LabelQuestion) -> String {
    switch question.form {
    case .choice: "digit, letter  "
    case .number: "digits         "
    case .text: "return         "
    }
  }

  /// Returns the lines of the line mode.
  static func lines(_ answers: AnswerKeys) -> [String] {
    let question = answers.question
    let colon = question.form == .text ? ":" : ""
    let answer = [
      "an answer, or its key, with a reason after a space: \(question.wanted)"
    ]
    let commands = [
      "\(colon)s REASON   put the trace off",
      "\(colon)f NOTE     flag it for the team; once more takes the flag away",
      "\(colon)r REASON   a reason, before or after the answer",
      "\(colon)u          undo the last label, skip or flag",
      "\(colon)j \(colon)k        next, previous trace",
      "/TEXT      keep to traces that hold a text; / alone ends that",
      "\(colon)g          the rubric",
      "\(colon)q          end; everything is stored",
    ]
    return (answer + choices(answers, typed: "type it") + commands)
      .map { SafeText.terminal($0) }
  }

  /// Returns the keys of each answer, and the reason if a command uses its letter.
  private static func choices(_ answers: AnswerKeys, typed: String) -> [String] {
    zip(answers.question.choices, answers.keys).map { choice, keys in
      let keys = keys.map { String($0) }.joined(separator: " or ")
      let line = "  \(keys.isEmpty ? typed : keys): \(choice.text)"
      guard let letter = answers.takenLetter(of: choice) else { return SafeText.terminal(line) }
      return SafeText.terminal("\(line) (the letter \(letter) is a command, see below)")
    }
  }

  /// Returns a hint for a key or line that is neither an answer nor a command.
  static func instead(_ answers: AnswerKeys) -> String {
    let question = answers.question
    let wanted = question.form == .choice ? LabelText.choices(answers) : question.wanted
    let commands =
      question.form == .text
      ? ":s :f :r :u :j :k :g :q :?" : "s skip, f flag, r why, u undo, j k move, g rubric, q end"
    return "it is one of: \(wanted); or \(commands), /text; ? explains"
  }
}
