import Foundation
import JudgeTestSupport
import SwiftProtobuf

@testable import JudgeInterchange

typealias TraceRequest = Opentelemetry_Proto_Collector_Trace_V1_ExportTraceServiceRequest
typealias LogsRequest = Opentelemetry_Proto_Collector_Logs_V1_ExportLogsServiceRequest
typealias AnyValue = Opentelemetry_Proto_Common_V1_AnyValue
typealias KeyValue = Opentelemetry_Proto_Common_V1_KeyValue

/// Requests of random shapes, with the attributes that are read and with others.
struct RandomRequests {
  var random: SeededGenerator

  private static let keys = [
    "gen_ai.input.messages", "gen_ai.prompt.0.content", "input.value", "mlflow.spanInputs",
    "annotations.0.annotation.name", "annotations.0.annotation.score", "session.id", "é", "",
    "llm.output_messages.0.message.content", "gen_ai.usage.input_tokens", "events",
    "gen_ai.evaluation.name", "gen_ai.evaluation.score.value", "retrieval.documents.7.document.id",
  ]

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func traces() -> TraceRequest {
    var request = TraceRequest()
    for _ in 0..<random.below(3) {
      var resource = Opentelemetry_Proto_Trace_V1_ResourceSpans()
      resource.resource.attributes = attributes(2)
      for _ in 0..<random.below(3) {
        var scope = Opentelemetry_Proto_Trace_V1_ScopeSpans()
        scope.scope.name = random.pick("", "lib")
        scope.schemaURL = random.pick("", "https://example.org/1")
        scope.spans = (0..<random.below(4)).map { _ in span() }
        resource.scopeSpans.append(scope)
      }
      request.resourceSpans.append(resource)
    }
    return request
  }

  mutating func logs() -> LogsRequest {
    var request = LogsRequest()
    for _ in 0..<random.below(3) {
      var resource = Opentelemetry_Proto_Logs_V1_ResourceLogs()
      resource.resource.attributes = attributes(2)
      var scope = Opentelemetry_Proto_Logs_V1_ScopeLogs()
      scope.logRecords = (0..<random.below(5)).map { _ in log() }
      resource.scopeLogs.append(scope)
      request.resourceLogs.append(resource)
    }
    return request
  }

  private mutating func span() -> Opentelemetry_Proto_Trace_V1_Span {
    var span = Opentelemetry_Proto_Trace_V1_Span()
    span.traceID = id(16)
    span.spanID = id(8)
    if random.once(in: 2) { span.parentSpanID = id(8) }
    span.name = random.pick("", "chat", "é\u{0}")
    span.kind = random.pick(.unspecified, .internal, .client, .consumer)
    span.flags = random.pick(0, 0x100, 0x300)
    span.startTimeUnixNano = random.pick(0, 1_793_523_600_123_456_789, .max)
    span.endTimeUnixNano = random.pick(0, 1_793_523_601_000_000_001)
    span.attributes = attributes(6)
    if random.once(in: 3) {
      var event = Opentelemetry_Proto_Trace_V1_Span.Event()
      event.name = random.pick("gen_ai.choice", "gen_ai.evaluation.result", "x")
      event.timeUnixNano = random.pick(0, 5)
      event.attributes = attributes(3)
      span.events = [event]
    }
    if random.once(in: 4) {
      var link = Opentelemetry_Proto_Trace_V1_Span.Link()
      link.traceID = id(16)
      link.spanID = id(8)
      span.links = [link]
    }
    span.status.code = random.pick(.unset, .ok, .error)
    span.status.message = random.pick("", "failed")
    return span
  }

  private mutating func log() -> Opentelemetry_Proto_Logs_V1_LogRecord {
    var log = Opentelemetry_Proto_Logs_V1_LogRecord()
    log.traceID = id(16)
    log.spanID = id(8)
    log.eventName = random.pick(
      "", "gen_ai.evaluation.result", "gen_ai.user.message", "gen_ai.choice", "other")
    log.timeUnixNano = random.pick(0, 7)
    log.observedTimeUnixNano = 9
    log.attributes = attributes(5)
    if random.once(in: 2) { log.body = value(3) }
    return log
  }

  private mutating func attributes(_ most: Int) -> [KeyValue] {
    (0..<random.below(most + 1)).map { _ in
      var attribute = KeyValue()
      attribute.key = random.one(of: Self.keys)
      attribute.value = value(3)
      return attribute
    }
  }

  private mutating func value(_ depth: Int) -> AnyValue {
    var value = AnyValue()
    switch random.below(depth > 0 ? 10 : 8) {
    case 0: break
    case 1: value.stringValue = random.pick("", "text", #"[{"role": "user"}]"#, "é\u{1}\"")
    case 2: value.boolValue = random.once(in: 2)
    case 3: value.intValue = random.pick(0, -1, 1 << 53, .max, .min)
    case 4: value.doubleValue = random.pick(0.5, -1e300, .nan, .infinity, -.infinity, 1)
    case 5: value.bytesValue = Data((0..<random.below(6)).map { UInt8($0 * 40) })
    case 8: value.arrayValue.values = (0..<random.below(4)).map { _ in self.value(depth - 1) }
    case 9: value.kvlistValue.values = attributes(3)
    default: value.stringValue = "gpt-4.1"
    }
    return value
  }

  /// Mostly valid ids, of few traces.
  private mutating func id(_ count: Int) -> Data {
    if random.once(in: 12) { return Data(repeating: 0, count: random.pick(0, count, 3)) }
    return Data(repeating: UInt8(1 + random.below(4)), count: count)
  }
}
