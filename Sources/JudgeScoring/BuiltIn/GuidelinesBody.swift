import JudgeJSON
public import JudgeRecords

/// A judge made of rules: `yes` if all applicable rules are followed.
///
/// As in MLflow's `Guidelines`, the answer is `yes` if no rule applies. It is a judge of
/// instructions like any other, so it can be aligned.
public enum GuidelinesBody {
  /// The default name of a judge of rules (databricks-agents).
  public static let defaultName = "guideline_adherence"
  /// The names that stand for a judge of rules for all rows: databricks-agents', and MLflow's.
  package static let globalNames = ["global_guideline_adherence", "guidelines"]
  /// The built-in judges that need rules of the user, each with whether it rates whole sessions.
  public static let ofRules = ["guidelines": false, "conversational_guidelines": true]
  /// The setting with the rules: a list, or lists by name.
  public static let key = "guidelines"

  /// Makes the body for one list of rules, with one call for all of them.
  ///
  /// - Parameters:
  ///   - name: the judge's name.
  ///   - guidelines: the rules, each a text.
  ///   - ofSession: whether every turn of a whole session must follow them
  ///     (`conversational_guidelines`).
  /// - Returns: the body, values `yes` and `no`, `yes` good.
  public static func make(
    _ name: String, _ guidelines: [String], ofSession: Bool = false
  ) -> JudgeBody {
    let rules = guidelines.map { rule in
      // Braces in a rule are text, not a placeholder.
      "- " + rule.split(separator: "{{", omittingEmptySubsequences: false).joined(separator: "{ {")
    }.joined(separator: "\n")
    let who = ofSession ? "every turn of the assistant" : "the answer"
    let scope = ofSession ? "the turn" : "the request"
    let fields =
      ofSession
      ? "The conversation: {{ conversation }}"
      : "The request: {{ inputs }}\n\nThe answer: {{ outputs }}"
    var body = JudgeBody(
      name: name,
      instructions: """
        Say whether \(who) follows every one of these rules. A rule that does not apply to \
        \(scope) is not broken; where none applies, say "yes". One broken rule makes it "no"; \
        name it in the rationale.

        The rules:
        \(rules)

        \(fields)
        """)
    body.description = "Are these rules followed?"
    body.values = ["yes", "no"]
    body.pass = ["yes"]
    body.settings = [key: .array(guidelines.map { .string($0) })]
    return body
  }

  /// Makes the body for named lists: one call and one assessment per name, and their conjunction
  /// under the judge's own name.
  ///
  /// - Parameters:
  ///   - name: the judge's name.
  ///   - named: the rules by name.
  ///   - ofSession: whether every turn of a whole session must follow them.
  /// - Returns: the body, values `yes` and `no`, `yes` good.
  public static func make(
    _ name: String, named: [String: [String]], ofSession: Bool = false
  ) -> JudgeBody {
    var body = JudgeBody(name: name, instructions: "")
    body.form = .guidelines
    body.description = "Are the rules of \(named.keys.sorted().joined(separator: ", ")) followed?"
    body.values = ["yes", "no"]
    body.pass = ["yes"]
    var lists = JSONObject()
    for (key, rules) in named { lists[key] = .array(rules.map { .string($0) }) }
    body.settings = [key: .object(lists)]
    if ofSession { body.settings["session"] = true }
    return body
  }

  /// Returns the bodies of a judge of named lists, one per name, in order of the names.
  static func members(of body: JudgeBody) -> [JudgeBody] {
    let isSession = body.settings["session"]?.boolValue ?? false
    return (body.settings[key]?.objectValue ?? [:]).map { member in
      var part = make(
        member.key, member.value.arrayValue?.compactMap(\.stringValue) ?? [],
        ofSession: isSession)
      part.model = body.model
      part.inference = body.inference
      part.guidelines = body.guidelines
      part.examples = body.examples
      return part
    }
  }
}
