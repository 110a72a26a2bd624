import JudgeJSON
import JudgeRecords

/// Example judgements as fields of a prompt: first the case, then people's labels.
enum ExampleText {
  /// Returns the fields of each example that the instructions name.
  ///
  /// - Parameters:
  ///   - examples: `{inputs, outputs, expectations, value, rationale}`.
  ///   - variables: the placeholders of the instructions.
  ///   - body: the judge.
  /// - Returns: the name and text of each field, by example.
  static func fields(
    _ examples: [JSONValue], asking variables: [String], of body: JudgeBody
  ) -> [[(name: String, text: String)]] {
    examples.compactMap(\.objectValue).map { example in
      // People's verdict follows inputs and outputs, as in the case to be judged.
      let names =
        InstructionsTemplate.fieldOrder.filter(variables.contains)
        + ["rationale", "value"]
      return names.compactMap { name in
        guard let value = value(name, in: example, of: body), !value.isNull else { return nil }
        let shown = name == "value" ? "result" : name
        return (shown, value.stringValue ?? value.prettyText())
      }
    }
  }

  /// Returns a field as the case to be judged shows it.
  private static func value(
    _ name: String, in example: JSONObject, of body: JudgeBody
  ) -> JSONValue? {
    let inputs = example["inputs"].flatMap { $0.isNull ? nil : $0 }
    let outputs = example["outputs"].flatMap { $0.isNull ? nil : $0 }
    switch name {
    case "request": return inputs.map { .string(RequestText.request($0)) }
    case "response": return outputs.map { .string(RequestText.response($0)) }
    case "expected_response": return example["expectations"]?["expected_response"]
    case "retrieved_context" where body.isPerChunk:
      // Such a judge sees the text of one document.
      guard let documents = example[name]?.arrayValue, documents.count == 1 else { break }
      return documents[0]["content"]
    default: break
    }
    return example[name]
  }
}
