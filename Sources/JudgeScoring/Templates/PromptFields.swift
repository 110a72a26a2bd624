import JudgeJSON
import JudgeRecords

/// The fields of a trace under the names of a judge's placeholders.
///
/// The user's own judges see inputs and outputs unchanged. Built-in judges see the text inside the
/// formats of chat APIs, and only the expectations that they need.
struct PromptFields {
  let body: JudgeBody
  let trace: Trace

  /// Returns the text of a field, or an error if it is missing.
  ///
  /// - Parameter name: a placeholder.
  /// - Returns: the text, or an error with code `MISSING_FIELD` that names trace and field.
  func text(of name: String) -> Result<String, AssessmentError> {
    if let value = value(of: name) { return .success(value.stringValue ?? value.prettyText()) }
    if body.settingList(JudgeSettings.optional).contains(name) { return .success("(none)") }
    let needed = name == "expectations" ? body.settingList(JudgeSettings.needs) : []
    let what = needed.isEmpty ? name : "expectations.\(needed.joined(separator: " or "))"
    return .failure(
      AssessmentError(code: "MISSING_FIELD", message: "the trace \(trace.id) has no \(what)"))
  }

  private var isBuiltIn: Bool { body.settings[JudgeSettings.builtIn] != nil }

  private func value(of name: String) -> JSONValue? {
    switch name {
    case "inputs":
      if trace.inputs.isNull { return nil }
      return isBuiltIn ? .string(RequestText.request(trace.inputs)) : trace.inputs
    case "outputs":
      if trace.outputs.isNull { return nil }
      return isBuiltIn ? .string(RequestText.response(trace.outputs)) : trace.outputs
    case "expectations": return expectations
    case "trace": return .string(TraceText.render(trace))
    case "conversation":
      let messages = trace.sessionMessages
      return messages.isEmpty ? nil : .array(ConversationText.shown(messages))
    case "retrieved_context": return retrievedContext
    case "request":
      return trace.inputs.isNull ? nil : .string(RequestText.request(trace.inputs))
    case "response":
      return trace.outputs.isNull ? nil : .string(RequestText.response(trace.outputs))
    case "expected_response": return trace.expectations?.objectValue?["expected_response"]
    default: return nil
    }
  }

  private var expectations: JSONValue? {
    let needs = body.settingList(JudgeSettings.needs) + body.settingList("expects")
    guard !needs.isEmpty else { return trace.expectations }
    var kept = JSONObject()
    for member in trace.expectations?.objectValue ?? [:] where needs.contains(member.key) {
      kept[member.key] = member.value
    }
    return kept.isEmpty ? nil : .object(kept)
  }

  private var retrievedContext: JSONValue? {
    let chunks = RetrievedChunk.all(of: trace)
    guard !chunks.isEmpty else { return nil }
    // For a prompt metric, the prompt shows only the documents' text, one after the other.
    if body.form == .promptMetric || body.isPerChunk {
      return .string(chunks.map(\.content).joined(separator: "\n\n"))
    }
    return trace.retrievedContext.isEmpty
      ? .array(chunks.map(\.json)) : .array(trace.retrievedContext)
  }
}
