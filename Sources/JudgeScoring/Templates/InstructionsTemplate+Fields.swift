import JudgeJSON
package import JudgeRecords

extension JudgeBody {
  /// The instructions as a template, with the placeholders of the body's form.
  package var template: InstructionsTemplate {
    InstructionsTemplate(
      form == .promptMetric ? PromptMetric.template(instructions) : instructions)
  }

  /// Returns the fields of a case that the prompt shows, by name, as they are shown.
  ///
  /// - Parameter trace: the case.
  /// - Returns: the name and text of each field that the case has, in order of the instructions.
  package func caseFields(of trace: Trace) -> [(name: String, text: String)] {
    let source = PromptFields(body: self, trace: trace)
    return template.fieldNames.compactMap { name in
      guard case .success(let text) = source.text(of: name) else { return nil }
      return (name, text)
    }
  }
}

extension InstructionsTemplate {
  /// The order of a case's fields in every prompt: outputs follow inputs.
  static let fieldOrder = [
    "inputs", "request", "conversation", "retrieved_context", "trace", "outputs", "response",
    "expectations", "expected_response",
  ]

  /// The placeholders in the order in which a case shows them, independent of their positions in
  /// the instructions.
  var fieldNames: [String] {
    variables.enumerated().sorted { left, right in
      let places = [left, right].map {
        Self.fieldOrder.firstIndex(of: $0.element) ?? Self.fieldOrder.count
      }
      return places[0] != places[1] ? places[0] < places[1] : left.offset < right.offset
    }
    .map(\.element)
  }
}
