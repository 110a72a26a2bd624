package import JudgeJSON

/// Results of promptfoo: the file of `promptfoo eval -o FILE.json` or `.jsonl`, one trace for each
/// test, prompt and provider, with the result of each assertion.
package struct PromptfooResults: ForeignFormat {
  package static let name = "promptfoo results"

  package init() {}

  package static func recognizes(_ document: JSONObject) -> Bool {
    !results(document).isEmpty || document.has("evalId") && document.has("results")
      || isResult(document)
  }

  private static func isResult(_ object: JSONObject) -> Bool {
    object.has("vars") && object.has("provider")
      && (object.has("response") || object.has("gradingResult") || object.has("error"))
  }

  private static func results(_ document: JSONObject) -> [JSONValue] {
    let list = document["results"]?["results"]?.arrayValue ?? document["results"]?.arrayValue ?? []
    return list.contains { $0.objectValue.map(isResult) ?? false } ? list : []
  }

  package mutating func read(
    _ document: JSONObject, _ notes: inout ForeignNotes
  ) throws(ImportError) -> [ForeignTrace] {
    if Self.isResult(document) { return [Self.trace(document, at: "", nil, &notes)] }
    let list = Self.results(document)
    guard !list.isEmpty else {
      throw ImportError(field: "results", "this file of promptfoo has no results")
    }
    let eval = document.text("evalId")
    let path = document["results"]?.arrayValue == nil ? "results.results" : "results"
    return list.enumerated().compactMap { place, value in
      value.objectValue.map { Self.trace($0, at: "\(path)[\(place)]", eval, &notes) }
    }
  }

  private static let known: Set<String> = [
    "id", "cost", "description", "error", "failureReason", "gradingResult", "latencyMs",
    "namedScores", "prompt", "promptId", "promptIdx", "provider", "response", "score", "success",
    "testCase", "testIdx", "vars", "metadata", "tokenUsage", "evalId", "persistedTestIdx",
  ]

  private static func trace(
    _ result: JSONObject, at place: String, _ eval: String?, _ notes: inout ForeignNotes
  ) -> ForeignTrace {
    var trace = ForeignTrace(place: place)
    let key = [
      result.text("evalId") ?? eval, result.text("testIdx"), result.text("promptIdx"),
      result["provider"]?["id"]?.stringValue ?? result["provider"]?.stringValue,
    ].compactMap(\.self)
    // Without the eval's id, the key would not tell two evals apart.
    trace.set(
      "client_request_id",
      text: result.text("id")
        ?? (eval ?? result.text("evalId")).map { _ in
          key.joined(separator: "/")
        })
    let vars = result["vars"]?.objectValue ?? [:]
    trace.set("inputs", vars.isEmpty ? result["prompt"]?["raw"] : .object(vars))
    trace.set("outputs", result["response"]?["output"])
    trace.set("execution_duration_ms", result["latencyMs"])
    trace.put(
      text: result["provider"]?["label"]?.stringValue.flatMap { $0.isEmpty ? nil : .string($0) }
        ?? result["provider"]?["id"] ?? result["provider"], "promptfoo.provider", into: "tags")
    trace.put(text: result["prompt"]?["label"], "promptfoo.prompt", into: "tags")
    if !(result["prompt"]?["raw"]?.isNull ?? true) {
      trace.put(text: result["prompt"]?["raw"], "promptfoo.prompt", into: "metadata")
    }
    let grading = result["gradingResult"]?.objectValue ?? [:]
    if result["response"]?["output"] == nil, let error = result.text("error") {
      trace.set("state", text: "ERROR")
      trace.put(text: .string(error), "promptfoo.error", into: "metadata")
    }
    var names: [String: Int] = [:]
    for component in grading.objects("componentResults") {
      var verdict = verdict(component, comment: grading.text("comment"))
      // Two assertions of one type are two questions.
      names[verdict.name, default: 0] += 1
      if let count = names[verdict.name], count > 1 { verdict.name += " \(count)" }
      trace.add(verdict)
    }
    if grading.objects("componentResults").isEmpty, grading.has("pass") {
      var verdict = ForeignAssessment("pass", .code, "promptfoo", grading["pass"])
      verdict.rationale = grading.text("reason")
      trace.add(verdict)
    }
    notes.unread(in: result, at: "results[].", of: name, except: known)
    return trace
  }

  /// Assertions that ask a model.
  private static let graded: Set<String> = [
    "llm-rubric", "model-graded-closedqa", "model-graded-factuality", "factuality", "g-eval",
    "answer-relevance", "context-faithfulness", "context-recall", "context-relevance",
    "select-best",
    "conversation-relevance", "agent-rubric", "search-rubric", "moderation",
  ]

  private static func verdict(_ component: JSONObject, comment: String?) -> ForeignAssessment {
    let assertion = component["assertion"]?.objectValue ?? [:]
    let type = assertion.text("type") ?? "pass"
    let base = type.hasPrefix("not-") ? String(type.dropFirst(4)) : type
    let isHuman = type == "human"
    let provider = assertion["provider"]?.stringValue ?? assertion["provider"]?["id"]?.stringValue
    let source: ForeignAssessment.Source =
      isHuman ? .human : graded.contains(base) ? .judge : .code
    var verdict = ForeignAssessment(
      assertion.text("metric") ?? (isHuman ? "pass" : type), source,
      isHuman
        ? "promptfoo" : source == .judge ? provider ?? "promptfoo:\(base)" : "promptfoo:\(base)",
      component["pass"])
    verdict.rationale = isHuman ? comment ?? component.text("comment") : component.text("reason")
    for (key, value) in [("score", component["score"]), ("criterion", assertion["value"])] {
      guard let value, !value.isNull else { continue }
      verdict.metadata[key] = .string(value.stringValue ?? value.canonicalText)
    }
    return verdict
  }
}
