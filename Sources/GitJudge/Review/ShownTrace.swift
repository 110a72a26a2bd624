import JudgeJSON
import JudgeRecords
import JudgeScoring

/// A trace as a page shows it to a blind reviewer.
///
/// It has no verdicts, labels, tags or metadata, and no names of models: requests and answers of
/// chat models lose theirs, and a span named after its model loses that word.
struct ShownTrace {
  /// The trace, with its labels.
  let trace: Trace
  /// Whether a question is about the expectations, so that reviewers see them.
  let showsExpectations: Bool
  /// The messages of the whole session, if a question is about sessions; otherwise empty.
  let conversation: [JSONValue]

  /// The trace as JSON; members without content are omitted.
  var json: JSONValue {
    var object: JSONObject = [
      "inputs": Self.withoutModel(trace.inputs), "outputs": Self.withoutModel(trace.outputs),
    ]
    if let shown = trace.shown { object["seen"] = .string(shown.hex) }
    if let key = trace.clientRequestID { object["client_request_id"] = .string(key) }
    if ["ERROR", "IN_PROGRESS"].contains(trace.state) { object["state"] = .string(trace.state) }
    if let time = trace.requestTime { object["request_time"] = .string(time.text) }
    if showsExpectations { object["expectations"] = trace.expectations }
    if !trace.retrievedContext.isEmpty {
      object["retrieved_context"] = .array(trace.retrievedContext)
    }
    if !conversation.isEmpty { object["conversation"] = .array(conversation) }
    let spans = trace.spans.compactMap(Self.span)
    if !spans.isEmpty { object["spans"] = .array(spans) }
    return .object(object)
  }

  private static func span(_ span: JSONValue) -> JSONValue? {
    guard let fields = SpanFields(span), let object = span.objectValue else { return nil }
    let attributes = object["attributes"]?.objectValue ?? [:]
    var shown: JSONObject = [
      "span_id": .string(fields.id), "name": .string(name(fields.name, models(attributes))),
    ]
    if let parent = fields.parent, !parent.isEmpty { shown["parent_id"] = .string(parent) }
    if !fields.type.isEmpty { shown["type"] = .string(fields.type) }
    if !fields.inputs.isNull { shown["inputs"] = withoutModel(fields.inputs) }
    if !fields.outputs.isNull { shown["outputs"] = withoutModel(fields.outputs) }
    if fields.start > 0 {
      // Milliseconds are enough for a bar, and nanoseconds do not fit a double.
      shown["start_ms"] = .number((fields.start / 1e6).rounded())
      let end = object["end_time_unix_nano"]
      let time = end?.doubleValue ?? end?.stringValue.flatMap(Double.init)
      if let time, time >= fields.start {
        shown["duration_ms"] = .number(((time - fields.start) / 1e4).rounded() / 100)
      }
    }
    let status = object["status"]
    let code = status?["code"]?.stringValue ?? status?["status_code"]?.stringValue ?? ""
    if code.hasSuffix("ERROR") {
      shown["error"] = .string(
        status?["message"]?.stringValue ?? status?["description"]?.stringValue ?? "")
    }
    if let tokens = tokens(attributes) { shown["tokens"] = .number(tokens) }
    return .object(shown)
  }

  private static func tokens(_ attributes: JSONObject) -> Double? {
    let pairs = [
      ("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"),
      ("llm.token_count.prompt", "llm.token_count.completion"),
      ("gen_ai.usage.prompt_tokens", "gen_ai.usage.completion_tokens"),
    ]
    for (first, second) in pairs {
      let counts = [attributes[first], attributes[second]].compactMap { $0?.doubleValue }
      if !counts.isEmpty { return counts.reduce(0, +) }
    }
    return nil
  }

  // MARK: Names of models

  private static let modelKeys: Set<String> = [
    "model", "model_name", "model_id", "modelId", "system_fingerprint",
  ]
  /// Members beside which `model` is the name of a model, and not part of what is judged.
  private static let chatKeys = ["messages", "choices", "prompt", "usage", "contents"]

  /// Returns the names of models in a span's attributes.
  private static func models(_ attributes: JSONObject) -> [String] {
    attributes.compactMap { member in
      let last = member.key.split(separator: ".").last.map(String.init) ?? ""
      guard modelKeys.contains(last), let text = member.value.stringValue, !text.isEmpty else {
        return nil
      }
      return text
    }
  }

  /// Returns a span's name without the name of its model, as in `chat gpt-4o`.
  private static func name(_ name: String, _ models: [String]) -> String {
    models.sorted { $0.utf8.count > $1.utf8.count }.reduce(name) { $0.replacing($1, with: "model") }
  }

  /// Returns a value in which requests and answers of chat models do not name the model.
  static func withoutModel(_ value: JSONValue, depth: Int = 0) -> JSONValue {
    guard depth < 8 else { return value }
    if let list = value.arrayValue {
      return .array(list.map { withoutModel($0, depth: depth + 1) })
    }
    guard let object = value.objectValue else { return value }
    let isChat = chatKeys.contains { object[$0] != nil }
    var kept = JSONObject()
    for member in object where !(isChat && modelKeys.contains(member.key)) {
      kept[member.key] = withoutModel(member.value, depth: depth + 1)
    }
    return .object(kept)
  }
}
