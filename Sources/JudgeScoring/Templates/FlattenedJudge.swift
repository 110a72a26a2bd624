import JudgeJSON
package import JudgeRecords
package import JudgeWork

/// A judge with everything it learned written into its instructions.
///
/// Other programs know judges that are a text and a model. What cannot be said in a text is left
/// out and named.
package struct FlattenedJudge: Sendable {
  /// The judge: instructions with examples and guidelines, and neither memory nor calibration.
  package let body: JudgeBody
  /// What the text cannot express.
  package let losses: [String]

  /// The placeholders that MLflow's judges have.
  private static let variables = ["inputs", "outputs", "expectations", "trace", "conversation"]

  /// Flattens a judge.
  ///
  /// - Parameters:
  ///   - judge: the judge.
  ///   - defaultModel: the model if the judge names none.
  /// - Throws: `JudgeFailure` if the judge is not one of instructions and a model.
  package init(_ judge: JudgeBody, defaultModel: String?) throws(JudgeFailure) {
    guard judge.form == nil else {
      throw JudgeFailure(
        .invalid,
        "\(judge.name) is a judge of the form \(judge.form?.rawValue ?? ""), and only judges with "
          + "instructions of their own can be written for MLflow")
    }
    guard let model = judge.model ?? defaultModel else {
      throw JudgeFailure(
        .invalid, "\(judge.name) names no model",
        remedy: "choose one for all judges that name none: git config judge.model URI")
    }
    let template = InstructionsTemplate(judge.instructions)
    if let other = template.variables.first(where: { !Self.variables.contains($0) }) {
      throw JudgeFailure(
        .invalid, "MLflow's judges have no {{ \(other) }}",
        remedy: .advice("they have: " + Self.variables.joined(separator: ", ")))
    }
    guard !model.hasPrefix("recorded:/"), !model.hasPrefix("embedded:/") else {
      throw JudgeFailure(
        .invalid, "the model \(model) answers only here; MLflow cannot ask it")
    }
    var losses: [String] = []
    let examples = Self.chosen(judge, &losses)
    if judge.calibration != nil {
      losses.append("the calibration: verdicts are those before it")
    }
    if judge.valueSchema != nil {
      losses.append("the schema of the values, apart from their type and list")
    }
    if !judge.pass.isEmpty { losses.append("the passing values") }
    if !judge.ordered.isEmpty { losses.append("the order of the values") }
    losses.append("git-judge's prompt: MLflow puts other words around the instructions")
    var flat = JudgeBody(
      name: judge.name, instructions: judge.instructions, valueType: judge.valueType)
    flat.feedbackNameOverride = judge.feedbackNameOverride
    flat.description = judge.description
    flat.values = judge.values
    flat.ordered = judge.ordered
    flat.pass = judge.pass
    flat.valueSchema = judge.valueSchema
    flat.model = model
    flat.inference = judge.inference
    flat.rationaleFirst = judge.rationaleFirst
    flat.instructions += Self.text(of: examples, template.variables, judge)
    let guidelines = judge.guidelines.filter { $0.supersededBy == nil }
    if !guidelines.isEmpty {
      flat.instructions += "\n\nGuidelines that the verdict must follow:"
      for guideline in guidelines { flat.instructions += "\n- " + Self.escaped(guideline.text) }
    }
    body = flat
    self.losses = losses
  }

  /// Chooses the examples: all, or for a judge that recalls some for each case, as many of each
  /// value in turn.
  private static func chosen(_ judge: JudgeBody, _ losses: inout [String]) -> [JSONValue] {
    guard let retrieval = judge.retrieval, judge.examples.count > retrieval.count else {
      return judge.examples
    }
    losses.append(
      "the choice of examples for each case: \(retrieval.count) of \(judge.examples.count) are fixed"
    )
    var byValue: [[JSONValue]] = []
    var places: [JSONValue: Int] = [:]
    for example in judge.examples {
      let value = example["value"] ?? .null
      if let place = places[value] {
        byValue[place].append(example)
      } else {
        places[value] = byValue.count
        byValue.append([example])
      }
    }
    var result: [JSONValue] = []
    var round = 0
    while result.count < retrieval.count, byValue.contains(where: { $0.count > round }) {
      for list in byValue where list.count > round && result.count < retrieval.count {
        result.append(list[round])
      }
      round += 1
    }
    return result
  }

  private static func text(
    of examples: [JSONValue], _ variables: [String], _ judge: JudgeBody
  ) -> String {
    var text = ""
    for (number, fields) in ExampleText.fields(
      examples, asking: variables, of: judge
    ).enumerated() {
      text += "\n\nExample \(number + 1), judged by people:"
      for field in fields { text += "\n\(field.name): \(escaped(field.text))" }
    }
    return text
  }

  /// Keeps braces in data from becoming placeholders.
  private static func escaped(_ text: String) -> String {
    text.replacing("{{", with: "{\u{200b}{")
  }
}
