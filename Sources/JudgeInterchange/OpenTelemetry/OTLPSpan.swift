import JudgeJSON
import JudgeRecords

/// A span of OTLP in either encoding, before it gets the form in which spans are stored.
struct OTLPSpan {
  /// A value in time with a name.
  struct Event {
    var name = ""
    var time: UInt64 = 0
    var attributes: JSONObject = [:]
    /// The body of a log record.
    var body: JSONValue?
  }

  /// A link to a span.
  struct Link {
    var traceID = ""
    var spanID = ""
    var attributes: JSONObject = [:]
  }

  /// What the spans of a resource and a scope share.
  struct Shared {
    var resource: JSONObject = [:]
    var scope: JSONObject = [:]
    var schema = ""

    /// Whether MLflow's client sends it, which tells about its traces in another request too.
    var isFromMLflow: Bool { resource["telemetry.sdk.name"]?.stringValue == "mlflow" }
  }

  /// Ids as lower-case hexadecimal; empty if missing.
  var traceID = ""
  var spanID = ""
  var parentID = ""
  var state = ""
  var flags: UInt32 = 0
  var name = ""
  var kind = 0
  /// Nanoseconds since 1970; 0 if missing.
  var start: UInt64 = 0
  var end: UInt64 = 0
  var attributes: JSONObject = [:]
  var events: [Event] = []
  var links: [Link] = []
  var code = 0
  var message = ""

  private static let kinds = [
    "UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER",
  ]
  private static let codes = ["UNSET", "OK", "ERROR"]

  /// Returns the number of a kind of span, given as word or number; 0 if it is unknown.
  static func kind(_ value: JSONValue?) -> Int { number(value, kinds, "SPAN_KIND_") }

  /// Returns the number of a status code, given as word or number; 0 if it is unknown.
  static func code(_ value: JSONValue?) -> Int { number(value, codes, "STATUS_CODE_") }

  private static func number(_ value: JSONValue?, _ words: [String], _ prefix: String) -> Int {
    if let number = value?.intValue { return words.indices.contains(number) ? number : 0 }
    guard let text = value?.stringValue?.uppercased() else { return 0 }
    if let number = Int(text) { return words.indices.contains(number) ? number : 0 }
    return words.firstIndex(
      of: text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text)
      ?? 0
  }

  /// Whether an id has only zeros, which OpenTelemetry does not allow.
  static func isInvalid(_ id: String) -> Bool { id.utf8.allSatisfy { $0 == UInt8(ascii: "0") } }

  /// Returns the span in the form in which spans are stored.
  ///
  /// - Parameter shared: resource and scope. Those of MLflow's client say nothing about the
  ///   application and are left out.
  /// - Returns: the span.
  func stored(_ shared: Shared) -> JSONObject {
    var span: [(String, JSONValue)] = [
      ("trace_id", .string(traceID)), ("span_id", .string(spanID)), ("name", .string(name)),
      ("attributes", .object(plainAttributes)),
    ]
    if !Self.isInvalid(parentID) { span.append(("parent_span_id", .string(parentID))) }
    if start > 0 { span.append(("start_time_unix_nano", .string(String(start)))) }
    if end > 0 { span.append(("end_time_unix_nano", .string(String(end)))) }
    if Self.kinds.indices.contains(kind), kind > 0 {
      span.append(("kind", .string("SPAN_KIND_" + Self.kinds[kind])))
    }
    let word = Self.codes.indices.contains(code) ? Self.codes[code] : Self.codes[0]
    var status: JSONObject = ["code": .string("STATUS_CODE_" + word)]
    if !message.isEmpty { status["message"] = .string(message) }
    span.append(("status", .object(status)))
    if !state.isEmpty { span.append(("trace_state", .string(state))) }
    // The bits that say whether the parent is in another process.
    if flags & 0x100 != 0 {
      span.append(("parent_is_remote", .bool(flags & 0x200 != 0)))
    }
    if !events.isEmpty { span.append(("events", .array(events.map(\.stored)))) }
    if !links.isEmpty { span.append(("links", .array(links.map(\.stored)))) }
    if !shared.isFromMLflow {
      let resource = JSONObject(
        shared.resource.filter { !$0.key.hasPrefix("telemetry.sdk.") }.map { ($0.key, $0.value) })
      if !resource.isEmpty { span.append(("resource", .object(resource))) }
      if !shared.scope.isEmpty { span.append(("scope", .object(shared.scope))) }
      if !shared.schema.isEmpty { span.append(("schema_url", .string(shared.schema))) }
    }
    return JSONObject(span)
  }

  /// The attributes; MLflow's are JSON texts if its spans come by OpenTelemetry's own exporter.
  private var plainAttributes: JSONObject {
    guard let id = attributes["mlflow.traceRequestId"]?.stringValue, id.hasPrefix("\"") else {
      return attributes
    }
    return JSONObject(
      attributes.map { member in
        guard member.key.hasPrefix("mlflow."), let text = member.value.stringValue,
          let inner = EmbeddedJSON.read(text)?.value
        else { return (member.key, member.value) }
        return (member.key, inner)
      })
  }
}

extension OTLPSpan.Event {
  /// The event in the form in which spans are stored.
  var stored: JSONValue {
    var event: JSONObject = ["name": .string(name)]
    if time > 0 { event["time_unix_nano"] = .string(String(time)) }
    if !attributes.isEmpty { event["attributes"] = .object(attributes) }
    if let body, !body.isNull { event["body"] = body }
    return .object(event)
  }
}

extension OTLPSpan.Link {
  /// The link in the form in which spans are stored.
  var stored: JSONValue {
    var link: JSONObject = ["trace_id": .string(traceID), "span_id": .string(spanID)]
    if !attributes.isEmpty { link["attributes"] = .object(attributes) }
    return .object(link)
  }
}
