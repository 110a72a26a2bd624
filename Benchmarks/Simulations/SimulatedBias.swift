import JudgeJSON
import JudgeRecords

/// Verdicts of made-up judges on real texts, with biases that texts show.
enum SimulatedBias {
  /// The verdicts on a trace that already has those of the recorded judges.
  ///
  /// - Parameters:
  ///   - trace: inputs, outputs and recorded verdicts.
  ///   - question: the name of the feedback.
  /// - Returns: one verdict per made-up judge.
  static func verdicts(on trace: Trace, of question: String) -> [Feedback] {
    func recorded(_ source: String) -> JSONValue? {
      trace.verdicts.first { $0.source.id == source }?.value
    }
    func verdict(_ source: String, _ value: JSONValue) -> Feedback {
      Feedback(
        name: question, value: value, rationale: nil,
        source: AssessmentSource(type: .llmJudge, id: source))
    }
    let outputs = (trace.outputs.objectValue ?? [:]).map { $0.value.stringValue ?? "" }
    if outputs.count == 2 {
      let lengths = outputs.map(\.unicodeScalars.count)
      let longer: JSONValue = lengths[0] >= lengths[1] ? "1" : "2"
      var made = [verdict("longer", longer)]
      if let said = recorded("GPT-4/Vanilla") {
        // Twice as long wins over what the judge thinks.
        let far = max(lengths[0], lengths[1]) > 2 * min(lengths[0], lengths[1])
        made.append(verdict("GPT-4/Vanilla + longer if twice as long", far ? longer : said))
      }
      return made
    }
    guard let answer = outputs.first, let said = recorded("gpt-4") else { return [] }
    let asked = trace.inputs["question"]?.stringValue ?? ""
    let isLong = answer.split(separator: " ").count >= 4
    let hasNumber = answer.unicodeScalars.contains { (0x30...0x39).contains($0.value) }
    return [
      verdict("gpt-4 + yes if long", isLong ? "yes" : said),
      verdict("gpt-4 + yes if a number", hasNumber ? "yes" : said),
      verdict("gpt-4 + yes to who", asked.contains("who") ? "yes" : said),
    ]
  }
}
