import Foundation
import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import Testing

@testable import JudgeInterchange

/// Requests of OpenTelemetry's SDK for Python, with three instrumentations and two exporters.
@Suite struct CapturedRequestTests {
  private static func parts(_ name: String, _ ending: String) throws -> [OTLPPart] {
    let folder = PackageFolder.root().appending(path: "Tests/Fixtures/otlp")
    let encoding = ending == "json" ? OTLPEncoding.json : .protobuf
    var parts: [OTLPPart] = []
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
      guard file.hasPrefix(name + "."), file.hasSuffix("." + ending) else { continue }
      let bytes = [UInt8](try Data(contentsOf: folder.appending(path: file)))
      if file.contains(".logs.") {
        let logs = try OTLPLogs(bytes, encoding)
        #expect(logs.rejected.count == 0)
        parts += logs.parts
      } else {
        let traces = try OTLPTraces(bytes, encoding)
        #expect(traces.rejected.message == nil)
        parts += traces.parts
      }
    }
    return parts
  }

  @Test(
    "A trace is complete: inputs, outputs, tokens, tools",
    arguments: ["openinference", "openllmetry", "semconv"], ["pb", "json"])
  func complete(name: String, ending: String) throws {
    let parts = try Self.parts(name, ending)
    let traceID = try #require(parts.first?.traceID)
    #expect(Set(parts.map(\.traceID)) == [traceID])
    #expect(
      parts.allSatisfy {
        OTLPExperiment.choose(header: nil, resource: $0.resource) == .name("shop")
      })
    for spans in [parts.flatMap(\.spans), parts.flatMap(\.spans).reversed()] {
      let trace = SpannedTrace(spans, traceID: traceID).record(
        experiment: experiment, now: Timestamp(clamping: 0))
      #expect(trace.state == "OK" && trace.tags["mlflow.traceName"] == "POST /chat")
      #expect(
        trace.inputs == [
          "messages": [
            ["role": "system", "content": "Be brief."],
            ["role": "user", "content": "Where is my order 17?"],
          ]
        ])
      #expect(trace.outputs == "It is on its way.")
      #expect(trace.metadata[SpannedTrace.derivedKey] == "inputs,outputs")
      #expect(
        trace.metadata["mlflow.trace.tokenUsage"]
          == #"{"input_tokens":42,"output_tokens":14,"total_tokens":56}"#)
      #expect(trace.metadata["service.name"] == "shop")
      try check(SpanUnion.united(spans), name)
    }
  }

  private func check(_ spans: [JSONValue], _ name: String) throws {
    let objects = spans.compactMap(\.objectValue)
    let attributes = objects.map { $0["attributes"]?.objectValue ?? [:] }
    #expect(attributes.compactMap(SpanContent.type).sorted() == ["LLM", "LLM", "TOOL"])
    let models = zip(objects, attributes).filter { SpanContent.type($1) == "LLM" }
    #expect(models.allSatisfy { SpanFacts.model($1) == "stub-1" })
    #expect(models.allSatisfy { SpanFacts.provider($1) == "openai" })
    // The first call asks for a tool.
    let first = try #require(
      models.map(\.0).min {
        ($0["start_time_unix_nano"]?.stringValue ?? "")
          < ($1["start_time_unix_nano"]?.stringValue ?? "")
      })
    let call = SpanContent.outputs(of: first)?["tool_calls"]?.arrayValue?.first
    #expect((call?["function"]?["name"] ?? call?["name"]) == "order_state", "\(name)")
    if name != "semconv" {
      let tool = try #require(models.first.map { SpanFacts.tools($0.1) }?.first)
      #expect((tool["function"]?["name"] ?? tool["name"]) == "order_state")
    }
    let tool = try #require(objects.first { $0["name"] == "execute_tool order_state" })
    #expect(SpanContent.inputs(of: tool) == ["order": 17])
    #expect(SpanContent.outputs(of: tool) == ["state": "sent"])
  }

  @Test("The same trace from a file has the same fields", arguments: ["openinference", "semconv"])
  func files(_ name: String) throws {
    let folder = PackageFolder.root().appending(path: "Tests/Fixtures/otlp")
    let text = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasPrefix(name + ".") && $0.hasSuffix(".json") }
      .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
      .joined(separator: "\n")
    let read = try ForeignReading(text: text)
    #expect(read.problems.isEmpty && read.items.count == 1)
    let item = try #require(read.items.first)
    let parts = try Self.parts(name, "json")
    let trace = SpannedTrace(parts.flatMap(\.spans), traceID: parts[0].traceID)
    #expect(
      item.trace == trace.record(experiment: experiment, now: Timestamp(clamping: 0)))
    #expect(SpanUnion.united(item.spans) == SpanUnion.united(parts.flatMap(\.spans)))
  }
}
