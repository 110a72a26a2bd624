package import JudgeJSON
import JudgeRecords

/// Converts spans from MLflow's several forms to one form.
///
/// Ids become lower-case hexadecimal, nanosecond times become decimal texts, attributes become an
/// object of JSON values, and the status takes OpenTelemetry's form.
package enum MLflowSpans {
  /// Reads the spans under a key, or returns none if the key does not exist.
  static func read(
    _ fields: LineFields, _ key: String, tally: inout RepairTally
  ) throws(ImportError) -> [JSONValue] {
    var result: [JSONValue] = []
    for span in try fields.children(key) {
      result.append(.object(try normalised(span, tally: &tally)))
    }
    return result
  }

  private static func normalised(
    _ fields: LineFields, tally: inout RepairTally
  ) throws(ImportError) -> JSONObject {
    var span = fields.object
    if let context = span["context"]?.objectValue {
      // Schema v2 keeps the ids in a context.
      for key in ["trace_id", "span_id"] { span[key] = context[key] ?? span[key] }
      span["context"] = nil
    }
    if let parent = span["parent_id"] {
      span["parent_span_id"] = parent
      span["parent_id"] = nil
    }
    for (key, size) in [("trace_id", 16), ("span_id", 8), ("parent_span_id", 8)] {
      if let text = span[key]?.stringValue, let hex = SpanIDs.hex(text, bytes: size) {
        span[key] = .string(hex)
      }
    }
    if span["parent_span_id"]?.isNull == true || span["parent_span_id"] == "" {
      span["parent_span_id"] = nil
    }
    try SpanTimes.move(
      ["start_time_unix_nano", "start_time_ns", "start_time"], of: &span, fields, tally: &tally)
    try SpanTimes.move(
      ["end_time_unix_nano", "end_time_ns", "end_time"], of: &span, fields, tally: &tally)
    if span["events"]?.arrayValue != nil {
      span["events"] = .array(try events(fields, tally: &tally))
    }
    span["attributes"] = .object(SpanAttributeForms.plain(span["attributes"], tally: &tally))
    SpanStatus.normalise(&span)
    return span
  }

  private static func events(
    _ fields: LineFields, tally: inout RepairTally
  ) throws(ImportError) -> [JSONValue] {
    var result: [JSONValue] = []
    for event in try fields.children("events") {
      var object = event.object
      try SpanTimes.move(["time_unix_nano", "timestamp"], of: &object, event, tally: &tally)
      if object["attributes"]?.arrayValue != nil {
        // Only a list needs conversion: the values of an event are never JSON text.
        let attributes = SpanAttributeForms.plain(object["attributes"], tally: &tally)
        object["attributes"] = .object(attributes)
      }
      result.append(.object(object))
    }
    return result
  }

  /// Returns the span without a parent.
  ///
  /// If there are several, it returns the earliest one.
  package static func root(of spans: [JSONValue]) -> JSONObject? {
    let roots = spans.compactMap(\.objectValue).filter { $0["parent_span_id"] == nil }
    return roots.min { SpanTimes.isBefore(start($0), start($1)) }
  }

  /// Returns the spans' trace id: MLflow's, else one made of OpenTelemetry's.
  static func traceID(of spans: [JSONValue]) -> String? {
    for span in spans {
      if let id = span["attributes"]?["mlflow.traceRequestId"]?.stringValue, !id.isEmpty {
        return id
      }
    }
    let ids = spans.lazy.compactMap { $0["trace_id"]?.stringValue }
    return ids.first { $0.utf8.count == 32 }.map { "tr-" + $0 }
  }

  /// Returns the inputs and outputs of a span, in any of the known conventions.
  package static func content(of span: JSONObject?) -> (inputs: JSONValue?, outputs: JSONValue?) {
    guard let span else { return (nil, nil) }
    return (SpanContent.inputs(of: span), SpanContent.outputs(of: span))
  }

  /// Returns the inputs and outputs of a trace from the spans below its root.
  ///
  /// A root may be a request of a server, without content. Then the inputs are those of the first
  /// of the outermost spans that have inputs, and the outputs those of the last of the outermost
  /// spans that have outputs.
  package static func innerContent(
    of spans: [JSONValue]
  ) -> (inputs: JSONValue?, outputs: JSONValue?) {
    let objects = spans.compactMap(\.objectValue).sorted {
      SpanTimes.isBefore(start($0), start($1))
    }
    var parents: [String: String] = [:]
    for span in objects {
      if let id = span["span_id"]?.stringValue { parents[id] = span["parent_span_id"]?.stringValue }
    }
    func depth(_ span: JSONObject) -> Int {
      var (depth, next) = (0, span["parent_span_id"]?.stringValue)
      while let id = next, depth <= objects.count {
        depth += 1
        next = parents[id]
      }
      return depth
    }
    let found = objects.compactMap { span in
      let content = content(of: span)
      return content == (nil, nil) ? nil : (depth: depth(span), content: content)
    }
    let inputs = found.filter { $0.content.inputs != nil }
    let outputs = found.filter { $0.content.outputs != nil }
    let (first, last) = (inputs.map(\.depth).min(), outputs.map(\.depth).min())
    return (
      inputs.first { $0.depth == first }?.content.inputs,
      outputs.last { $0.depth == last }?.content.outputs
    )
  }

  private static func start(_ span: JSONObject) -> String {
    span["start_time_unix_nano"]?.stringValue ?? ""
  }
}
