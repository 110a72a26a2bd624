package import JudgeJSON

/// Results of DeepEval: test runs, the result of `evaluate`, and data sets of test cases.
package struct DeepEvalResults: ForeignFormat {
  package static let name = "DeepEval results"

  package init() {}

  package static func recognizes(_ document: JSONObject) -> Bool {
    if document["testCases"]?.arrayValue != nil || document["test_results"]?.arrayValue != nil {
      return true
    }
    if document["conversationalTestCases"]?.arrayValue != nil { return true }
    if document["testRunData"]?["testCases"] != nil { return true }
    return isCase(document)
  }

  private static func isCase(_ object: JSONObject) -> Bool {
    guard object.has("input") else { return false }
    return [
      "actual_output", "actualOutput", "expected_output", "expectedOutput", "metrics_data",
      "metricsData",
    ].contains { object.has($0) }
  }

  package mutating func read(
    _ document: JSONObject, _ notes: inout ForeignNotes
  ) throws(ImportError) -> [ForeignTrace] {
    if Self.isCase(document) { return [Self.trace(document, at: "", &notes)] }
    let run = document["testRunData"]?.objectValue ?? document
    var traces: [ForeignTrace] = []
    for key in ["testCases", "test_results", "conversationalTestCases"] {
      for (place, value) in (run[key]?.arrayValue ?? []).enumerated() {
        guard let object = value.objectValue else { continue }
        let at = "\(key)[\(place)]"
        traces.append(
          object.objects("turns", "messages").isEmpty
            ? Self.trace(object, at: at, &notes) : Self.conversation(object, at: at, &notes))
      }
    }
    guard !traces.isEmpty else {
      throw ImportError(field: "testCases", "this DeepEval test run has no test cases")
    }
    return traces
  }

  private static let known: Set<String> = [
    "name", "input", "actualOutput", "actual_output", "expectedOutput", "expected_output",
    "context", "retrievalContext", "retrieval_context", "toolsCalled", "tools_called",
    "expectedTools", "expected_tools", "success", "metricsData", "metrics_data", "runDuration",
    "evaluationCost", "order", "tags", "comments", "additionalMetadata", "additional_metadata",
    "metadata", "multimodal", "conversational", "trace", "imagesMapping", "turns", "messages",
    "scenario", "chatbotRole", "chatbot_role", "expectedOutcome", "expected_outcome",
    "userDescription", "user_description", "id", "index", "completionTime", "tokenCost", "flaky",
    "classifications", "expectations",
  ]

  private static func trace(
    _ object: JSONObject, at place: String, _ notes: inout ForeignNotes
  ) -> ForeignTrace {
    var trace = ForeignTrace(place: place)
    trace.set("inputs", object.first("input"))
    trace.set("outputs", object.first("actualOutput", "actual_output"))
    trace.put(
      object.first("expectedOutput", "expected_output"), "expected_response", into: "expectations")
    let chunks = object.first("retrievalContext", "retrieval_context")?.arrayValue ?? []
    if !chunks.isEmpty {
      trace.set(
        "retrieved_context",
        .array(chunks.map { ["content": .string($0.stringValue ?? $0.canonicalText)] }))
    }
    trace.put(object.first("context"), "context", into: "expectations")
    addCommon(object, to: &trace, &notes)
    return trace
  }

  private static func conversation(
    _ object: JSONObject, at place: String, _ notes: inout ForeignNotes
  ) -> ForeignTrace {
    var trace = ForeignTrace(place: place)
    let turns = object.objects("turns", "messages").map { turn -> JSONValue in
      ["role": turn["role"] ?? "user", "content": turn.first("content", "actualOutput") ?? ""]
    }
    let (inputs, outputs) = ChatMessages.divided(turns)
    trace.set("inputs", inputs)
    trace.set("outputs", outputs)
    trace.put(
      object.first("expectedOutcome", "expected_outcome"), "expected_response",
      into: "expectations")
    trace.put(text: object.first("scenario"), "scenario", into: "metadata")
    addCommon(object, to: &trace, &notes)
    return trace
  }

  private static func addCommon(
    _ object: JSONObject, to trace: inout ForeignTrace, _ notes: inout ForeignNotes
  ) {
    trace.put(text: object.first("name"), "deepeval.name", into: "tags")
    let tools = object.first("toolsCalled", "tools_called")
    trace.put(text: tools, "deepeval.tools_called", into: "metadata")
    for metric in object.objects("metricsData", "metrics_data") {
      guard let name = metric.text("name") else { continue }
      let model = metric.text("evaluationModel", "evaluation_model")
      var verdict = ForeignAssessment(
        name, model == nil ? .code : .judge, model ?? "deepeval", metric.first("score"))
      verdict.error = metric.text("error")
      verdict.rationale = metric.text("reason")
      for key in ["threshold", "success"] {
        if let value = metric.first(key) { verdict.metadata[key] = .string(value.canonicalText) }
      }
      trace.add(verdict)
    }
    notes.unread(in: object, at: "testCases[].", of: name, except: known)
  }
}
