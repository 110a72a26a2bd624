import JudgeJSON
import JudgeRecords

/// Example judgements as fields of a prompt: first the case, then people's labels.
enum ExampleText {
  /// Returns the fields of each example that the instructions name.
  ///
  /// - Parameters:
  ///   - examples: `{inputs, outputs, expectations, value, rationale}`.
  ///   - variables: the placeholders of the instructions.
  /// - Returns: the name and text of each field, by example.
  static func fields(
    _ examples: [JSONValue], asking variables: [String]
  ) -> [[(name: String, text: String)]] {
    examples.compactMap(\.objectValue).map { example in
      // People's verdict follows inputs and outputs, as in the case to be judged.
      let names =
        InstructionsTemplate.fieldOrder.filter(variables.contains)
        + ["rationale", "value"]
      return names.compactMap { name in
        guard let value = example[name], !value.isNull else { return nil }
        let shown = name == "value" ? "result" : name
        return (shown, value.stringValue ?? value.prettyText())
      }
    }
  }
}
