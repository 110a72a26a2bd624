public import JudgeJSON

/// A finished span for the store.
public struct FinishedSpan: Hashable, Sendable {
  /// The ids of the trace, the span and its parent.
  public var ids: SpanIDs
  /// The name of the operation.
  public var name: String
  /// The start time in nanoseconds since 1970.
  public var start: UInt64
  /// The end time in nanoseconds since 1970.
  public var end: UInt64
  /// The attributes by name.
  public var attributes: JSONObject
  /// The events during the span, `{name, time_unix_nano, attributes}`.
  public var events: [JSONValue]
  /// The error, or `nil` if there was none.
  public var error: String?

  /// Creates a span without attributes.
  public init(ids: SpanIDs, name: String, start: UInt64, end: UInt64) {
    self.ids = ids
    self.name = name
    self.start = start
    self.end = end
    attributes = [:]
    events = []
  }

  /// The span as in a span batch; times are decimal texts, because they are too long for a double.
  public var json: JSONValue {
    var object: JSONObject = [
      "trace_id": .string(ids.traceID), "span_id": .string(ids.spanID), "name": .string(name),
      "start_time_unix_nano": .string("\(start)"), "end_time_unix_nano": .string("\(end)"),
      "attributes": .object(attributes),
    ]
    if let parent = ids.parentID { object["parent_span_id"] = .string(parent) }
    if !events.isEmpty { object["events"] = .array(events) }
    var status: JSONObject = ["code": error == nil ? "STATUS_CODE_OK" : "STATUS_CODE_ERROR"]
    if let error { status["message"] = .string(error) }
    object["status"] = .object(status)
    return .object(object)
  }
}

/// The names of attributes, as in MLflow.
public enum SpanAttributeName {
  /// `LLM`, `TOOL`, `RETRIEVER` and so on.
  public static let type = "mlflow.spanType"
  /// The inputs.
  public static let inputs = "mlflow.spanInputs"
  /// The outputs.
  public static let outputs = "mlflow.spanOutputs"
  /// `{input_tokens, output_tokens, total_tokens}`.
  public static let tokenUsage = "mlflow.chat.tokenUsage"
  /// The model that answered.
  public static let model = "mlflow.llm.model"
}
