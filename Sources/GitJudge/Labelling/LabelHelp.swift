/// What the keys do, for both forms of the terminal.
enum LabelHelp {
  /// The keys of the full screen.
  static func keys(_ question: LabelQuestion) -> [String] {
    [
      answer(question) + "the answer; it is stored at once",
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

  /// The lines of the line mode.
  static func lines(_ question: LabelQuestion) -> [String] {
    let colon = question.form == .text ? ":" : ""
    return [
      "an answer, or its key, with a reason after a space: \(question.wanted)",
      "\(colon)s REASON   put the trace off",
      "\(colon)f NOTE     flag it for the team; once more takes the flag away",
      "\(colon)r REASON   a reason, before or after the answer",
      "\(colon)u          undo the last label, skip or flag",
      "\(colon)j \(colon)k        next, previous trace",
      "/TEXT      keep to traces that hold a text; / alone ends that",
      "\(colon)g          the rubric",
      "\(colon)q          end; everything is stored",
    ].map { SafeText.terminal($0) }
  }
}
