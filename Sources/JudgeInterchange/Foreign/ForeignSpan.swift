import JudgeJSON

/// A span of another tool's trace, in the form that imported spans have.
struct ForeignSpan {
  private var object: JSONObject
  private var attributes: JSONObject = [:]

  init(_ name: String?, trace: String, id: String, parent: String?) {
    object = ["trace_id": .string(trace), "span_id": .string(id)]
    if let name { object["name"] = .string(name) }
    if let parent { object["parent_span_id"] = .string(parent) }
  }

  mutating func setTimes(_ start: JSONValue?, _ end: JSONValue?) {
    if let start = ForeignTime.nanoseconds(start) { object["start_time_unix_nano"] = start }
    if let end = ForeignTime.nanoseconds(end) { object["end_time_unix_nano"] = end }
  }

  mutating func fail(_ message: String?) {
    object["status"] = ["code": "STATUS_CODE_ERROR", "message": .string(message ?? "")]
  }

  /// Sets an attribute as JSON text, as MLflow writes it, so that reading it is unambiguous.
  mutating func set(_ name: String, _ value: JSONValue?) {
    guard let value, !value.isNull else { return }
    attributes[name] = .string(value.canonicalText)
  }

  /// Sets type, inputs and outputs.
  mutating func setContent(_ type: String?, _ inputs: JSONValue?, _ outputs: JSONValue?) {
    set("mlflow.spanType", type.map { .string($0) })
    set("mlflow.spanInputs", inputs)
    set("mlflow.spanOutputs", outputs)
  }

  var json: JSONValue {
    var object = object
    object["attributes"] = .object(attributes)
    return .object(object)
  }
}
