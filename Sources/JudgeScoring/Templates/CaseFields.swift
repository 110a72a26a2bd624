import JudgeJSON
package import JudgeRecords

extension JudgeBody {
  /// The instructions as a template, with the placeholders of its form.
  package var template: InstructionsTemplate {
    InstructionsTemplate(
      form == .promptMetric ? PromptMetric.template(instructions) : instructions)
  }

  /// The fields of a case that the judge is shown, by name, as it is shown them.
  ///
  /// - Parameter trace: the case.
  /// - Returns: name and text of each field that the case has, in order of the instructions.
  package func caseFields(of trace: Trace) -> [(name: String, text: String)] {
    let source = PromptFields(body: self, trace: trace)
    // What came out follows what went in, wherever the instructions name them.
    let order = ["inputs", "request", "conversation", "retrieved_context", "trace"]
    let names = template.variables.enumerated().sorted { left, right in
      let places = [left, right].map { order.firstIndex(of: $0.element) ?? order.count }
      return places[0] != places[1] ? places[0] < places[1] : left.offset < right.offset
    }
    return names.compactMap { name in
      guard case .success(let text) = source.text(of: name.element) else { return nil }
      return (name.element, text)
    }
  }
}
