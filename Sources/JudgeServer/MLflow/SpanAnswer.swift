import GitJudge
import JudgeInterchange

/// Writes spans as MLflow's server does: OTLP in snake case, with ids in base64.
enum SpanAnswer {
  /// The spans of a trace, the root first; a trace without spans gets a root with its content.
  static func all(of trace: Trace) -> [JSONObject] {
    let data = MLflowTraceWriter.json(trace, experiment: "")["data"]
    return (data?["spans"]?.arrayValue ?? []).compactMap(\.objectValue).map(span)
  }

  private static func span(_ span: JSONObject) -> JSONObject {
    var result = span
    result["attributes"] = attributes(span["attributes"], areTexts: true)
    for key in ["start_time_unix_nano", "end_time_unix_nano"] {
      result[key] = nil
      result[key + ExactNumbers.mark] = span[key]
    }
    if span["parent_span_id"]?.isNull ?? true { result["parent_span_id"] = "" }
    if result["kind"] == nil { result["kind"] = "SPAN_KIND_INTERNAL" }
    let events = (span["events"]?.arrayValue ?? []).compactMap(\.objectValue).map { given in
      var event = given
      event["time_unix_nano"] = nil
      event["time_unix_nano" + ExactNumbers.mark] = given["time_unix_nano"]
      event["attributes"] = attributes(event["attributes"], areTexts: false)
      return JSONValue.object(event)
    }
    result["events"] = .array(events)
    let links = (span["links"]?.arrayValue ?? []).compactMap(\.objectValue).map { link in
      var link = link
      link["attributes"] = attributes(link["attributes"], areTexts: false)
      return JSONValue.object(link)
    }
    result["links"] = .array(links)
    return result
  }

  /// Attributes as a list of `{"key", "value"}`.
  ///
  /// - Parameters:
  ///   - value: the attributes by name.
  ///   - areTexts: whether each is the JSON text of its value.
  /// - Returns: the list.
  private static func attributes(_ value: JSONValue?, areTexts: Bool) -> JSONValue {
    let attributes = value?.objectValue ?? [:]
    return .array(
      attributes.map { attribute in
        var value = attribute.value
        if areTexts, let text = value.stringValue, let parsed = try? JSONValue(parsing: text) {
          value = parsed
        }
        return ["key": .string(attribute.key), "value": any(value)]
      })
  }

  /// A value as OTLP's `AnyValue`.
  static func any(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null: return [:]
    case .bool(let flag): return ["bool_value": .bool(flag)]
    case .string(let text): return ["string_value": .string(text)]
    case .number(let number):
      guard let whole = Int64(exactly: number), abs(whole) < 1 << 53 else {
        return ["double_value": .number(number)]
      }
      return ["int_value": .string(String(whole))]
    case .array(let items): return ["array_value": ["values": .array(items.map(any))]]
    case .object(let object):
      return [
        "kvlist_value": [
          "values": .array(
            object.map { ["key": .string($0.key), "value": any($0.value)] })
        ]
      ]
    }
  }
}
