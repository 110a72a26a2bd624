package import JudgeJSON

/// OpenAI Evals: samples of a data set, the log of `oaieval`, and output items of the Evals API.
///
/// The log has several events for each sample, which belong together by `sample_id`.
package struct OpenAIEvals: ForeignFormat {
  package static let name = "OpenAI Evals"

  private struct Sample {
    var trace = ForeignTrace()
    var isAnswered = false
  }

  private var eval = "oaieval"
  private var order: [String] = []
  private var samples: [String: Sample] = [:]

  package init() {}

  package static func recognizes(_ document: JSONObject) -> Bool {
    if document["object"] == "eval.run.output_item" { return true }
    if document.has("input"), document.has("ideal") { return true }
    if document["spec"]?["eval_name"] != nil || document.has("final_report") { return true }
    return document.has("event_id") && document.has("type") && document.has("data")
  }

  package mutating func read(
    _ document: JSONObject, _ notes: inout ForeignNotes
  ) throws(ImportError) -> [ForeignTrace] {
    if document["object"] == "eval.run.output_item" { return [Self.item(document, &notes)] }
    if let ideal = document.first("ideal"), let input = document.first("input") {
      var trace = ForeignTrace()
      trace.set("inputs", Self.inputs(input))
      trace.put(ideal, "expected_response", into: "expectations")
      notes.unread(in: document, of: Self.name, except: ["input", "ideal"])
      return [trace]
    }
    if let spec = document["spec"]?.objectValue {
      eval = spec.text("base_eval", "eval_name") ?? eval
      return []
    }
    guard let id = document.text("sample_id"), let type = document.text("type") else { return [] }
    let data = document["data"]?.objectValue ?? [:]
    let key = (document.text("run_id").map { $0 + "/" } ?? "") + id
    var sample = samples[key] ?? Sample()
    if samples[key] == nil {
      order.append(key)
      sample.trace.origin = notes.origin
    }
    sample.trace.set("client_request_id", text: key)
    sample.trace.set("request_time", text: ForeignTime.text(Self.time(document["created_at"])))
    add(type, data, to: &sample, &notes)
    samples[key] = sample
    return []
  }

  /// The log writes times as `2026-11-01 09:00:00.123456+00:00`.
  private static func time(_ value: JSONValue?) -> JSONValue? {
    value?.stringValue.map { .string($0.replacing(" ", with: "T", maxReplacements: 1)) }
  }

  private func add(
    _ type: String, _ data: JSONObject, to sample: inout Sample, _ notes: inout ForeignNotes
  ) {
    switch type {
    case "sampling":
      // A model-graded eval samples a second time, for its judgment.
      guard !sample.isAnswered else { return }
      sample.isAnswered = true
      if let prompt = data.first("prompt") { sample.trace.set("inputs", Self.inputs(prompt)) }
      let sampled = data.first("sampled", "result")
      sample.trace.set("outputs", sampled?.arrayValue?.first ?? sampled)
    case "match":
      sample.trace.put(data.first("expected"), "expected_response", into: "expectations")
      var verdict = ForeignAssessment("match", .code, "openai-evals:\(eval)", data["correct"])
      verdict.metadata = Self.metadata(data, ["picked"])
      sample.trace.add(verdict)
    case "metrics":
      let isGraded = data.has("choice")
      for member in data {
        let value = member.value
        guard value.doubleValue != nil || value.boolValue != nil || member.key == "choice" else {
          continue
        }
        sample.trace.add(
          ForeignAssessment(
            member.key, isGraded ? .judge : .code, "openai-evals:\(eval)", value))
      }
    case "raw_sample", "cond_logp", "embedding", "function_call", "extra": return
    default: notes.say("\(Self.name): events of the type \"\(type)\" are not read")
    }
  }

  private static func metadata(_ data: JSONObject, _ keys: [String]) -> JSONObject {
    JSONObject(
      keys.compactMap { key in
        data[key].flatMap { $0.isNull ? nil : (key, .string($0.stringValue ?? $0.canonicalText)) }
      })
  }

  package mutating func finish(_ notes: inout ForeignNotes) -> [ForeignTrace] {
    let traces = order.compactMap { samples[$0]?.trace }
    let complete = traces.filter { !$0.isEmpty }
    if complete.count < traces.count {
      notes.say("\(Self.name): \(traces.count - complete.count) samples have no sampling event")
    }
    return complete
  }

  /// An output item of the Evals API: the sampled conversation, and the results of the graders.
  private static func item(_ document: JSONObject, _ notes: inout ForeignNotes) -> ForeignTrace {
    var trace = ForeignTrace()
    trace.set("client_request_id", text: document.text("id"))
    trace.set("request_time", text: ForeignTime.text(document["created_at"]))
    let sample = document["sample"]?.objectValue ?? [:]
    let item = document["datasource_item"]?.objectValue ?? [:]
    let input = sample["input"]?.arrayValue ?? []
    trace.set("inputs", input.isEmpty ? .object(item) : ChatMessages.inputs(input))
    trace.set("outputs", ChatMessages.answer(sample["output"]?.arrayValue?.last))
    for result in document.objects("results") {
      guard let name = result.text("name", "type") else { continue }
      let isGraded = sample.has("finish_reason") && result.text("type")?.contains("model") == true
      let model = result["sample"]?["model"]?.stringValue ?? result["type"]?.stringValue ?? "grader"
      trace.add(
        ForeignAssessment(
          name, isGraded || result["sample"]?["model"] != nil ? .judge : .code, "openai:\(model)",
          result.first("passed", "score")))
    }
    notes.unread(
      in: document, of: name,
      except: [
        "object", "id", "created_at", "run_id", "eval_id", "status", "datasource_item_id",
        "datasource_item", "results", "sample",
      ])
    return trace
  }

  private static func inputs(_ value: JSONValue) -> JSONValue {
    ChatMessages.areMessages(value) ? ChatMessages.inputs(value.arrayValue ?? []) : value
  }
}
