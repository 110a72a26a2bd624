package import JudgeJSON
package import JudgeRecords

/// The fields of a span for judges: its type, inputs and outputs, in any of the supported formats.
package struct SpanFields: Sendable {
  /// The span's id, empty if it has none.
  package let id: String
  /// The enclosing span's id, or `nil` for a root.
  package let parent: String?
  /// The span's name.
  package let name: String
  /// The type: `TOOL`, `RETRIEVER`, `LLM` and so on.
  package let type: String
  /// The inputs.
  package let inputs: JSONValue
  /// The outputs.
  package let outputs: JSONValue
  /// The start time in nanoseconds.
  package let start: Double

  /// Reads a span; the result is `nil` if it is not an object.
  package init?(_ span: JSONValue) {
    guard let object = span.objectValue else { return nil }
    let attributes = object["attributes"]?.objectValue ?? [:]
    id = object["span_id"]?.stringValue ?? ""
    parent = object["parent_span_id"]?.stringValue ?? object["parent_id"]?.stringValue
    name = object["name"]?.stringValue ?? ""
    type = SpanContent.type(attributes) ?? ""
    inputs = Self.decoded(SpanContent.inputs(of: object) ?? .null)
    outputs = Self.decoded(SpanContent.outputs(of: object) ?? .null)
    let time = object["start_time_unix_nano"]
    start = time?.doubleValue ?? time?.stringValue.flatMap(Double.init) ?? 0
  }

  /// Returns the spans of a trace in order of their start.
  package static func all(of trace: Trace) -> [SpanFields] {
    trace.spans.compactMap { SpanFields($0) }.enumerated()
      .sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
      .map(\.element)
  }

  /// Decodes attribute values, which MLflow writes as JSON text.
  private static func decoded(_ value: JSONValue) -> JSONValue {
    guard let text = value.stringValue, let first = text.utf8.first,
      [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\"")].contains(first),
      let parsed = try? JSONValue(parsing: Array(text.utf8))
    else { return value }
    return parsed
  }
}
