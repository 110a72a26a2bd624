import JudgeJSON
import JudgeRecords

/// Reads OTLP requests in JSON.
///
/// Members may be in lower camel case, as OTLP has them, or with underscores. Ids may be
/// hexadecimal or base64, enumerations words or numbers, and integers texts or numbers. Members
/// that are not known are not read.
struct OTLPDocument {
  /// A span or log record that cannot be read, with the reason.
  struct Fault: Error {
    let reason: String
  }

  /// The limits.
  var limits = OTLPLimits()
  /// Whether ids may have any form, as in files that people and programs have made.
  var takesAnyID = false

  /// Parses a request.
  ///
  /// - Parameters:
  ///   - bytes: a JSON object.
  ///   - limits: the limits.
  /// - Returns: the object.
  /// - Throws: `OTLPError` if the bytes are not an object, or over a limit.
  static func parsed(_ bytes: [UInt8], _ limits: OTLPLimits) throws(OTLPError) -> JSONObject {
    // Braces and commas in texts count too: the number is only an upper bound.
    var parts = 0
    for byte in bytes where byte == 0x2C || byte == 0x7B || byte == 0x5B { parts += 1 }
    guard parts <= 2 * limits.parts else {
      throw OTLPError(
        "the request has more than \(2 * limits.parts) values; send fewer spans at a time",
        isTooLarge: true)
    }
    let value: JSONValue
    do { value = try JSONValue.parseRepairing(bytes).0 } catch {
      throw OTLPError(
        "the body is not JSON: column \(error.column) of line \(error.line): \(error.message)")
    }
    guard let object = value.objectValue else {
      throw OTLPError("the body must be a JSON object with resourceSpans or resourceLogs")
    }
    return object
  }

  /// Reads the spans of a request, or of a document of a file.
  ///
  /// - Parameters:
  ///   - document: an `ExportTraceServiceRequest` as JSON.
  ///   - take: takes a span, or the reason why it cannot be read, with its resource and scope.
  /// - Throws: `OTLPError` if the document has another structure, or is over a limit.
  func spans(
    _ document: JSONObject, _ take: (Result<OTLPSpan, Fault>, OTLPSpan.Shared) -> Void
  ) throws(OTLPError) {
    let names = ["scopeSpans", "scope_spans", "instrumentationLibrarySpans"]
    try items(
      try Self.list(document, "resourceSpans", "resource_spans"), names, ["spans"]
    ) { object, shared in
      do throws(Fault) { take(.success(try span(object)), shared) } catch {
        take(.failure(error), shared)
      }
    }
  }

  /// Reads the log records of a request, or of a document of a file.
  ///
  /// - Parameters:
  ///   - document: an `ExportLogsServiceRequest` as JSON.
  ///   - take: takes a log record, or the reason why it cannot be read, with resource and scope.
  /// - Throws: `OTLPError` if the document has another structure, or is over a limit.
  func logs(
    _ document: JSONObject, _ take: (Result<OTLPLog, Fault>, OTLPSpan.Shared) -> Void
  ) throws(OTLPError) {
    try items(
      try Self.list(document, "resourceLogs", "resource_logs"), ["scopeLogs", "scope_logs"],
      ["logRecords", "log_records"]
    ) { object, shared in
      do throws(Fault) { take(.success(try log(object)), shared) } catch {
        take(.failure(error), shared)
      }
    }
  }

  // MARK: Structure

  private func items(
    _ resources: [JSONValue], _ scopes: [String], _ items: [String],
    _ take: (JSONObject, OTLPSpan.Shared) -> Void
  ) throws(OTLPError) {
    var count = 0
    for resource in resources {
      guard let resource = resource.objectValue else { throw Self.notAnObject("a resource") }
      let own = resource["resource"]?.objectValue ?? [:]
      let attributes = Self.plain(own["attributes"])
      for scope in try Self.list(resource, scopes) {
        guard let scope = scope.objectValue else { throw Self.notAnObject("a scope") }
        let shared = OTLPSpan.Shared(
          resource: attributes,
          scope: Self.named(scope["scope"] ?? scope["instrumentationLibrary"]),
          schema: Self.text(scope, "schemaUrl", "schema_url") ?? Self.text(
            resource, "schemaUrl", "schema_url")
            ?? "")
        for item in try Self.list(scope, items) {
          guard let item = item.objectValue else { throw Self.notAnObject("a span or log record") }
          count += 1
          guard count <= limits.items else {
            throw OTLPError(
              "the request has more than \(limits.items) spans or log records; send fewer at a "
                + "time", isTooLarge: true)
          }
          take(item, shared)
        }
      }
    }
  }

  private static func notAnObject(_ what: String) -> OTLPError {
    OTLPError("\(what) in the request is not an object")
  }

  private static func list(
    _ object: JSONObject, _ names: String...
  ) throws(OTLPError) -> [JSONValue] {
    try list(object, names)
  }

  private static func list(
    _ object: JSONObject, _ names: [String]
  ) throws(OTLPError) -> [JSONValue] {
    for name in names {
      guard let value = object[name], !value.isNull else { continue }
      guard let list = value.arrayValue else { throw OTLPError("\(name) must be a list") }
      return list
    }
    return []
  }

  private static func named(_ scope: JSONValue?) -> JSONObject {
    var object: JSONObject = [:]
    for key in ["name", "version"] {
      if let text = scope?[key]?.stringValue, !text.isEmpty { object[key] = .string(text) }
    }
    return object
  }

  // MARK: Spans and log records

  private func span(_ given: JSONObject) throws(Fault) -> OTLPSpan {
    var span = OTLPSpan()
    span.traceID = try id(given, 16, "traceId", "trace_id")
    span.spanID = try id(given, 8, "spanId", "span_id")
    span.parentID = try id(given, 8, "parentSpanId", "parent_span_id")
    span.state = Self.text(given, "traceState", "trace_state") ?? ""
    span.flags = UInt32(clamping: Self.value(given, "flags")?.intValue ?? 0)
    span.name = Self.text(given, "name") ?? ""
    span.kind = OTLPSpan.kind(given["kind"])
    span.start = try Self.time(given, "startTimeUnixNano", "start_time_unix_nano")
    span.end = try Self.time(given, "endTimeUnixNano", "end_time_unix_nano")
    span.attributes = Self.plain(given["attributes"])
    for event in given["events"]?.arrayValue ?? [] {
      guard let event = event.objectValue else { continue }
      span.events.append(
        OTLPSpan.Event(
          name: Self.text(event, "name") ?? "",
          time: try Self.time(event, "timeUnixNano", "time_unix_nano"),
          attributes: Self.plain(event["attributes"])))
    }
    for link in given["links"]?.arrayValue ?? [] {
      guard let link = link.objectValue else { continue }
      span.links.append(
        OTLPSpan.Link(
          traceID: try id(link, 16, "traceId", "trace_id"),
          spanID: try id(link, 8, "spanId", "span_id"), attributes: Self.plain(link["attributes"])))
    }
    let status = given["status"]?.objectValue ?? [:]
    span.code = OTLPSpan.code(status["code"])
    span.message = Self.text(status, "message") ?? ""
    return span
  }

  private func log(_ given: JSONObject) throws(Fault) -> OTLPLog {
    var log = OTLPLog()
    log.traceID = try id(given, 16, "traceId", "trace_id")
    log.spanID = try id(given, 8, "spanId", "span_id")
    log.fill(
      name: Self.text(given, "eventName", "event_name") ?? "",
      attributes: Self.plain(given["attributes"]),
      time: try Self.time(given, "timeUnixNano", "time_unix_nano"),
      observed: try Self.time(given, "observedTimeUnixNano", "observed_time_unix_nano"),
      body: given["body"].map(OTLPValue.plain))
    return log
  }

  private static func value(_ object: JSONObject, _ names: String...) -> JSONValue? {
    names.lazy.compactMap { object[$0] }.first { !$0.isNull }
  }

  private static func text(_ object: JSONObject, _ names: String...) -> String? {
    names.lazy.compactMap { object[$0]?.stringValue }.first
  }

  /// Attributes: a list of `{key, value}`, or an object, which some programs write.
  private static func plain(_ value: JSONValue?) -> JSONObject {
    if let object = value?.objectValue {
      return JSONObject(object.map { ($0.key, OTLPValue.plain($0.value)) })
    }
    return OTLPValue.members(value?.arrayValue ?? [])
  }

  /// An id as hexadecimal, or an empty text if it is missing.
  private func id(
    _ object: JSONObject, _ bytes: Int, _ names: String...
  ) throws(Fault) -> String {
    for name in names {
      guard let value = object[name], !value.isNull, value != "" else { continue }
      let text = value.stringValue ?? value.canonicalText
      if let hex = SpanIDs.hex(text, bytes: bytes) { return hex }
      guard takesAnyID else {
        // Bytes of another length are no id, as in a binary request.
        let padding = text.utf8.count { $0 == UInt8(ascii: "=") }
        let length = text.utf8.count / 4 * 3 - padding
        if length > 0, let hex = SpanIDs.hex(text, bytes: length) { return hex }
        throw Fault(reason: "\(name) is not \(bytes) bytes as hexadecimal digits or base64")
      }
      return text
    }
    return ""
  }

  /// Nanoseconds since 1970, or 0 if they are missing.
  private static func time(_ object: JSONObject, _ names: String...) throws(Fault) -> UInt64 {
    for name in names {
      guard let value = object[name], !value.isNull, value != "" else { continue }
      let text = value.stringValue ?? value.canonicalText
      guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let time = UInt64(text) else {
        throw Fault(reason: "\(name) must be whole nanoseconds since 1970")
      }
      return time
    }
    return 0
  }
}
