import JudgeJSON
public import JudgeRecords

/// A judge made of rules: one call over all of them, `yes` where none is broken.
///
/// As MLflow's `Guidelines`; where no rule applies the answer is `yes`. It is a judge of
/// instructions like any other, so that it can be aligned.
public enum GuidelinesBody {
  /// The name of a judge of rules where nobody gave one (databricks-agents).
  public static let defaultName = "guideline_adherence"

  /// Makes the body.
  ///
  /// - Parameters:
  ///   - name: the judge's name.
  ///   - guidelines: the rules, each a text.
  /// - Returns: the body, values `yes` and `no`, `yes` good.
  public static func make(_ name: String, _ guidelines: [String]) -> JudgeBody {
    let rules = guidelines.map { rule in
      // Braces of a rule are text, not a placeholder.
      "- " + rule.split(separator: "{{", omittingEmptySubsequences: false).joined(separator: "{ {")
    }
    var body = JudgeBody(
      name: name,
      instructions: """
        Say whether the answer follows every one of these rules. A rule that does not apply to \
        the request is not broken; where none applies, say "yes". One broken rule makes it "no"; \
        name it in the rationale.

        The rules:
        \(rules.joined(separator: "\n"))

        The request: {{ inputs }}

        The answer: {{ outputs }}
        """)
    body.description = "Are these rules followed?"
    body.values = ["yes", "no"]
    body.pass = ["yes"]
    body.settings = ["guidelines": .array(guidelines.map { .string($0) })]
    return body
  }
}
