public import JudgeJSON

/// A span that has ended, as the store keeps spans.
public struct FinishedSpan: Hashable, Sendable {
  /// Its ids.
  public var ids: SpanIDs
  /// What it was about.
  public var name: String
  /// When it began, in nanoseconds since 1970.
  public var start: UInt64
  /// When it ended.
  public var end: UInt64
  /// Values by name.
  public var attributes: JSONObject
  /// Things that happened on the way, `{name, time_unix_nano, attributes}`.
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

  /// The span as a span batch holds it; times are decimal texts, too long for a double.
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

/// Names of attributes, MLflow's.
public enum SpanAttributeName {
  /// `LLM`, `TOOL`, `RETRIEVER` and so on.
  public static let type = "mlflow.spanType"
  /// What went in.
  public static let inputs = "mlflow.spanInputs"
  /// What came out.
  public static let outputs = "mlflow.spanOutputs"
  /// `{input_tokens, output_tokens, total_tokens}`.
  public static let tokenUsage = "mlflow.chat.tokenUsage"
  /// The model that answered.
  public static let model = "mlflow.llm.model"
}
