import JudgeJSON
import SwiftProtobuf

/// Reads OTLP requests in protocol buffers.
enum OTLPProtobuf {
  /// Messages may be nested as deep as values of JSON, which take three messages a level.
  private static let options: BinaryDecodingOptions = {
    var options = BinaryDecodingOptions()
    options.messageDepthLimit = 800
    options.discardUnknownFields = true
    return options
  }()

  /// Reads the spans of a request.
  ///
  /// - Parameters:
  ///   - bytes: an `ExportTraceServiceRequest`.
  ///   - limits: the limits.
  ///   - take: takes a span with its resource and scope.
  /// - Throws: `OTLPError` if the bytes are not a request, or over a limit.
  static func spans(
    _ bytes: [UInt8], _ limits: OTLPLimits, _ take: (OTLPSpan, OTLPSpan.Shared) -> Void
  ) throws(OTLPError) {
    try MessageCensus.check(bytes, .traceRequest, limits)
    let request: Opentelemetry_Proto_Collector_Trace_V1_ExportTraceServiceRequest =
      try decoded(bytes)
    for resource in request.resourceSpans {
      let attributes = plain(resource.resource.attributes)
      for scope in resource.scopeSpans {
        let shared = OTLPSpan.Shared(
          resource: attributes, scope: plain(scope.scope),
          schema: scope.schemaURL.isEmpty ? resource.schemaURL : scope.schemaURL)
        for span in scope.spans { take(self.span(span), shared) }
      }
    }
  }

  /// Reads the log records of a request.
  ///
  /// - Parameters:
  ///   - bytes: an `ExportLogsServiceRequest`.
  ///   - limits: the limits.
  ///   - take: takes a log record with its resource and scope.
  /// - Throws: `OTLPError` if the bytes are not a request, or over a limit.
  static func logs(
    _ bytes: [UInt8], _ limits: OTLPLimits, _ take: (OTLPLog, OTLPSpan.Shared) -> Void
  ) throws(OTLPError) {
    try MessageCensus.check(bytes, .logsRequest, limits)
    let request: Opentelemetry_Proto_Collector_Logs_V1_ExportLogsServiceRequest =
      try decoded(bytes)
    for resource in request.resourceLogs {
      let attributes = plain(resource.resource.attributes)
      for scope in resource.scopeLogs {
        let shared = OTLPSpan.Shared(
          resource: attributes, scope: plain(scope.scope),
          schema: scope.schemaURL.isEmpty ? resource.schemaURL : scope.schemaURL)
        for record in scope.logRecords { take(log(record), shared) }
      }
    }
  }

  private static func decoded<M: Message>(_ bytes: [UInt8]) throws(OTLPError) -> M {
    do { return try M(serializedBytes: bytes, options: options) } catch {
      throw OTLPError("the body is not an OTLP request in protocol buffers")
    }
  }

  private static func span(_ given: Opentelemetry_Proto_Trace_V1_Span) -> OTLPSpan {
    var span = OTLPSpan()
    span.traceID = hex(given.traceID)
    span.spanID = hex(given.spanID)
    span.parentID = hex(given.parentSpanID)
    span.state = given.traceState
    span.flags = given.flags
    span.name = given.name
    span.kind = given.kind.rawValue
    span.start = given.startTimeUnixNano
    span.end = given.endTimeUnixNano
    span.attributes = plain(given.attributes)
    span.events = given.events.map { event in
      OTLPSpan.Event(
        name: event.name, time: event.timeUnixNano, attributes: plain(event.attributes))
    }
    span.links = given.links.map { link in
      OTLPSpan.Link(
        traceID: hex(link.traceID), spanID: hex(link.spanID), attributes: plain(link.attributes))
    }
    span.code = given.status.code.rawValue
    span.message = given.status.message
    return span
  }

  private static func log(_ given: Opentelemetry_Proto_Logs_V1_LogRecord) -> OTLPLog {
    var log = OTLPLog()
    log.traceID = hex(given.traceID)
    log.spanID = hex(given.spanID)
    log.fill(
      name: given.eventName, attributes: plain(given.attributes), time: given.timeUnixNano,
      observed: given.observedTimeUnixNano, body: given.hasBody ? plain(given.body) : nil)
    return log
  }

  // MARK: Values

  private static func plain(
    _ scope: Opentelemetry_Proto_Common_V1_InstrumentationScope
  ) -> JSONObject {
    var object: JSONObject = [:]
    if !scope.name.isEmpty { object["name"] = .string(scope.name) }
    if !scope.version.isEmpty { object["version"] = .string(scope.version) }
    return object
  }

  private static func plain(
    _ attributes: [Opentelemetry_Proto_Common_V1_KeyValue]
  ) -> JSONObject {
    JSONObject(attributes.map { ($0.key, plain($0.value)) })
  }

  private static func plain(_ value: Opentelemetry_Proto_Common_V1_AnyValue) -> JSONValue {
    switch value.value {
    case .stringValue(let text)?: .string(text)
    case .boolValue(let bool)?: .bool(bool)
    case .intValue(let number)?: .integer(number)
    case .doubleValue(let number)?: OTLPValue.number(number)
    case .bytesValue(let bytes)?: .string(Base64.text(bytes))
    case .arrayValue(let list)?: .array(list.values.map(plain))
    case .kvlistValue(let list)?: .object(plain(list.values))
    // A place in a table that only profiles have.
    case .stringValueStrindex?, nil: .null
    }
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
