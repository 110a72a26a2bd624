import Foundation
import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import SwiftProtobuf
import Testing

@testable import JudgeInterchange

/// Spans of OTLP requests in both encodings.
@Suite struct OTLPTracesTests {
  static let span = #"""
    "traceId": "5B8EFFF798038103D269B633813FC601", "spanId": "eee19b7ec3c1b101", "name": "chat"
    """#

  static func request(_ spans: String...) -> [UInt8] {
    Array(
      #"""
      {"resourceSpans": [{"resource": {"attributes": [{"key": "service.name", "value":
      {"stringValue": "app"}}]}, "scopeSpans": [{"scope": {"name": "lib", "version": "1"}, "spans":
      [\#(spans.map { "{\($0)}" }.joined(separator: ","))]}]}]}
      """#.utf8)
  }

  private func span(_ text: String) throws -> JSONValue {
    let read = try OTLPTraces(Self.request(text), .json)
    #expect(read.rejected.count == 0)
    return try #require(read.parts.first?.spans.first)
  }

  @Test("Protocol buffers and JSON give the same", arguments: PropertyRuns.seeds(100))
  func encodings(_ seed: UInt64) throws {
    var requests = RandomRequests(seed: seed)
    let traces = requests.traces()
    var options = JSONEncodingOptions()
    options.alwaysPrintEnumsAsInts = seed % 2 == 0
    let binary = try OTLPTraces(try traces.serializedBytes(), .protobuf)
    let json = try OTLPTraces(try traces.jsonUTF8Bytes(options: options), .json)
    #expect(binary.parts.map(\.traceID) == json.parts.map(\.traceID), "seed \(seed)")
    #expect(binary.parts.map(\.spans).elementsEqual(json.parts.map(\.spans)), "seed \(seed)")
    #expect(binary.parts.map(\.assessments) == json.parts.map(\.assessments), "seed \(seed)")
    #expect(binary.parts.map(\.resource) == json.parts.map(\.resource), "seed \(seed)")
    #expect(binary.rejected.count == json.rejected.count, "seed \(seed)")
    for part in binary.parts {
      for batch in try part.item(experiment: experiment).spanBatches(of: part.traceID) {
        #expect(throws: Never.self, "seed \(seed)") { try batch.record() }
      }
    }
    let logs = requests.logs()
    let first = try OTLPLogs(try logs.serializedBytes(), .protobuf)
    let second = try OTLPLogs(try logs.jsonUTF8Bytes(options: options), .json)
    #expect(first.parts.map(\.spans) == second.parts.map(\.spans), "seed \(seed)")
    #expect(first.parts.map(\.assessments) == second.parts.map(\.assessments), "seed \(seed)")
    #expect(first.rejected.message == second.rejected.message, "seed \(seed)")
  }

  @Test("A span gets the form in which spans are stored")
  func stored() throws {
    let given = try span(
      Self.span + #"""
        , "parentSpanId": "7uGbfsPBsQI=", "kind": "SPAN_KIND_CLIENT", "flags": 768,
        "startTimeUnixNano": "1793523600123456789", "endTimeUnixNano": 1793523601000000001,
        "attributes": [{"key": "n", "value": {"intValue": "9007199254740993"}},
        {"key": "m", "value": {"intValue": 5}}, {"key": "d", "value": {"doubleValue": "NaN"}},
        {"key": "o", "value": {"kvlistValue": {"values": [{"key": "a", "value": {"arrayValue":
        {"values": [{"boolValue": true}, {}]}}}]}}}], "futureField": {"x": [1]},
        "events": [{"name": "e", "timeUnixNano": "7", "attributes": [{"key": "k", "value":
        {"stringValue": "v"}}]}], "status": {"code": 2, "message": "no"}
        """#)
    #expect(
      given == [
        "trace_id": "5b8efff798038103d269b633813fc601", "span_id": "eee19b7ec3c1b101",
        "parent_span_id": "eee19b7ec3c1b102", "name": "chat", "kind": "SPAN_KIND_CLIENT",
        "parent_is_remote": true, "start_time_unix_nano": "1793523600123456789",
        "end_time_unix_nano": "1793523601000000001",
        "attributes": [
          "n": "9007199254740993", "m": 5, "d": "NaN", "o": ["a": [true, .null]],
        ],
        "events": [["name": "e", "time_unix_nano": "7", "attributes": ["k": "v"]]],
        "status": ["code": "STATUS_CODE_ERROR", "message": "no"],
        "resource": ["service.name": "app"], "scope": ["name": "lib", "version": "1"],
      ])
  }

  @Test(
    "Kinds are words or numbers",
    arguments: [
      ("3", "SPAN_KIND_CLIENT"), (#""SPAN_KIND_CLIENT""#, "SPAN_KIND_CLIENT"),
      (#""client""#, "SPAN_KIND_CLIENT"), (#""3""#, "SPAN_KIND_CLIENT"), ("99", nil), ("[]", nil),
    ])
  func kinds(given: String, kind: String?) throws {
    #expect(try span(Self.span + #", "kind": \#(given)"#)["kind"]?.stringValue == kind)
  }

  @Test("Ids may be hexadecimal or base64, and members have underscores")
  func ids() throws {
    let read = try OTLPTraces(
      Array(
        #"""
        {"resource_spans": [{"scope_spans": [{"spans": [{"trace_id": "W47/95gDgQPSabYzgT/GAQ==",
        "span_id": "7uGbfsPBsQE=", "parent_span_id": "", "name": "a", "start_time_unix_nano": 5}]}]}]}
        """#.utf8), .json)
    let span = try #require(read.parts.first?.spans.first)
    #expect(read.parts.first?.traceID == "tr-5b8efff798038103d269b633813fc601")
    #expect(span["span_id"] == "eee19b7ec3c1b101" && span["parent_span_id"] == nil)
    #expect(span["start_time_unix_nano"] == "5")
  }

  @Test("A span without ids is rejected with the reason, and the others are taken")
  func rejected() throws {
    let read = try OTLPTraces(
      Self.request(
        #""name": "a", "spanId": "eee19b7ec3c1b101""#,
        #""traceId": "00000000000000000000000000000000", "spanId": "eee19b7ec3c1b101""#,
        #""traceId": "5b8efff798038103d269b633813fc601", "spanId": "x""#,
        Self.span + #", "startTimeUnixNano": "soon""#, Self.span), .json)
    #expect(read.rejected.count == 4)
    #expect(read.parts.count == 1 && read.parts.first?.spans.count == 1)
    let message = try #require(read.rejected.message)
    for part in ["no trace id of 16 bytes (2 times)", "spanId", "startTimeUnixNano"] {
      #expect(message.contains(part), "\(message)")
    }
  }

  @Test("A span that no record can hold is rejected")
  func tooLarge() throws {
    let large = String(repeating: "x", count: Record.maximumSize)
    let event = #", "events": [{"name": "\#(large)"}]"#
    let read = try OTLPTraces(Self.request(Self.span + event, Self.span), .json)
    #expect(read.rejected.count == 1 && read.parts.first?.spans.count == 1)
    // A long attribute can be stored in parts.
    let text = #", "attributes": [{"key": "a", "value": {"stringValue": "\#(large)"}}]"#
    #expect(try OTLPTraces(Self.request(Self.span + text), .json).rejected.count == 0)
    var value = AnyValue()
    for _ in 0..<250 {
      let inner = value
      value = AnyValue()
      value.arrayValue.values = [inner]
    }
    var request = TraceRequest()
    var span = Opentelemetry_Proto_Trace_V1_Span()
    span.traceID = Data(repeating: 1, count: 16)
    span.spanID = Data(repeating: 1, count: 8)
    span.attributes = [KeyValue()]
    span.attributes[0].value = value
    request.resourceSpans = [.init()]
    request.resourceSpans[0].scopeSpans = [.init()]
    request.resourceSpans[0].scopeSpans[0].spans = [span]
    var deep = BinaryEncodingOptions()
    deep.useDeterministicOrdering = true
    let binary = try OTLPTraces(try request.serializedBytes(options: deep), .protobuf)
    #expect(binary.rejected.count == 1 && binary.rejected.message?.contains("inside") == true)
  }

  @Test("What is no request is an error", arguments: ["", "[]", "{", #"{"resourceSpans": 1}"#])
  func malformed(_ text: String) {
    #expect(throws: OTLPError.self) { try OTLPTraces(Array(text.utf8), .json) }
    #expect(throws: OTLPError.self) { try OTLPTraces([0x0A, 0xFF, 0xFF], .protobuf) }
  }

  @Test("An empty request is a success")
  func empty() throws {
    #expect(try OTLPTraces([], .protobuf).parts.isEmpty)
    #expect(try OTLPTraces(Array("{}".utf8), .json).parts.isEmpty)
  }

  @Test("Small bodies with very many values are refused before they are decoded")
  func bombs() throws {
    var limits = OTLPLimits()
    limits.items = 10
    limits.parts = 1000
    // resourceSpans, scopeSpans, and eleven empty spans.
    let spans: [UInt8] =
      Array([UInt8](repeating: 0, count: 0)) + (0..<11).flatMap { _ in [0x12, 0] }
    let request: [UInt8] = [0x0A, UInt8(spans.count + 2), 0x12, UInt8(spans.count)] + spans
    #expect(throws: OTLPError.self) { try OTLPTraces(request, .protobuf, limits: limits) }
    #expect(try OTLPTraces(request, .protobuf).rejected.count == 11)
    let values = [UInt8](repeating: 0x0A, count: 1) + [0]
    let many = (0..<1001).flatMap { _ in values }
    #expect(throws: OTLPError.self) { try OTLPTraces(many, .protobuf, limits: limits) }
    let json = "{\"resourceSpans\": [" + String(repeating: "{},", count: 2000) + "{}]}"
    #expect(throws: OTLPError.self) { try OTLPTraces(Array(json.utf8), .json, limits: limits) }
  }

  @Test("MLflow's attributes may be JSON texts")
  func mlflow() throws {
    let encoded = try span(
      Self.span + #"""
        , "attributes": [{"key": "mlflow.traceRequestId", "value": {"stringValue": "\"tr-1\""}},
        {"key": "mlflow.spanInputs", "value": {"stringValue": "{\"q\": \"a\"}"}},
        {"key": "other", "value": {"stringValue": "{\"q\": 1}"}}]
        """#)
    #expect(encoded["attributes"]?["mlflow.spanInputs"] == ["q": "a"])
    #expect(encoded["attributes"]?["other"] == #"{"q": 1}"#)
    let plain = try span(
      Self.span + #"""
        , "attributes": [{"key": "mlflow.traceRequestId", "value": {"stringValue": "tr-1"}},
        {"key": "mlflow.spanInputs", "value": {"stringValue": "{\"q\": \"a\"}"}}]
        """#)
    #expect(plain["attributes"]?["mlflow.spanInputs"] == #"{"q": "a"}"#)
  }

  @Test("The spans of a trace from two resources are two parts")
  func resources() throws {
    let text = String(decoding: Self.request(Self.span), as: UTF8.self)
    let inner = text.dropFirst(#"{"resourceSpans": ["#.count).dropLast(2)
    let both =
      #"{"resourceSpans": [\#(inner), \#(inner.replacing("app", with: "db")), \#(inner)]}"#
    let parts = try OTLPTraces(Array(both.utf8), .json).parts
    #expect(parts.map { $0.resource["service.name"]?.stringValue } == ["app", "db"])
    #expect(parts.map(\.spans.count) == [2, 1])
  }
}
