import JudgeJSON
import JudgeRecords

/// The text of a trace for a model, with limits and a note of omitted parts.
enum TraceText {
  /// The maximum number of characters of one field.
  static let fieldLimit = 4000
  /// The maximum number of spans.
  static let spanLimit = 200

  /// Returns state, inputs, outputs, retrieved documents, and the spans in order of their start.
  static func render(_ trace: Trace) -> String {
    var text = "state: \(trace.state)\n"
    text += field("inputs", trace.inputs) + field("outputs", trace.outputs)
    for (number, chunk) in trace.retrievedContext.enumerated() {
      text += field("retrieved document \(number + 1)", chunk)
    }
    let spans = trace.spans.compactMap(\.objectValue)
      .sorted { start($0) < start($1) }
    for span in spans.prefix(spanLimit) { text += render(span) }
    if spans.count > spanLimit { text += "(\(spans.count - spanLimit) more spans left out)\n" }
    return text
  }

  /// Whether a part of the trace is left out.
  static func isCut(_ trace: Trace) -> Bool {
    let spans = trace.spans.compactMap(\.objectValue)
    let values = spans.flatMap { span -> [JSONValue] in
      let attributes = span["attributes"]?.objectValue ?? [:]
      return ["mlflow.spanInputs", "mlflow.spanOutputs"].compactMap { attributes[$0] }
    }
    return spans.count > spanLimit
      || ([trace.inputs, trace.outputs] + trace.retrievedContext + values).contains {
        plain($0).count > fieldLimit
      }
  }

  private static func render(_ span: JSONObject) -> String {
    let attributes = span["attributes"]?.objectValue ?? [:]
    let type = plain(attributes["mlflow.spanType"])
    var text = "span \(span["name"]?.stringValue ?? "")"
    if !type.isEmpty { text += " (\(type))" }
    text += "\n"
    for (name, key) in [("inputs", "mlflow.spanInputs"), ("outputs", "mlflow.spanOutputs")] {
      if let value = attributes[key] { text += "  " + field(name, value) }
    }
    for event in span["events"]?.arrayValue ?? [] {
      let object = event.objectValue
      if object?["name"]?.stringValue == "exception" {
        text += "  " + field("exception", object?["attributes"] ?? .null)
      }
    }
    return text
  }

  private static func field(_ name: String, _ value: JSONValue) -> String {
    guard !value.isNull else { return "" }
    let text = plain(value)
    guard text.count > fieldLimit else { return "\(name): \(text)\n" }
    return "\(name): \(text.prefix(fieldLimit)) (\(text.count - fieldLimit) characters left out)\n"
  }

  private static func plain(_ value: JSONValue?) -> String {
    guard let value else { return "" }
    return value.stringValue ?? value.canonicalText
  }

  /// Reads a start time, which is a number or a text of digits, because nanoseconds are too long
  /// for a double.
  private static func start(_ span: JSONObject) -> Double {
    let value = span["start_time_unix_nano"]
    return value?.doubleValue ?? value?.stringValue.flatMap(Double.init) ?? 0
  }
}
