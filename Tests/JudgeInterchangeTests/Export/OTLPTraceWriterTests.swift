import JudgeJSON
import JudgeRecords
import Testing

@testable import JudgeInterchange

/// Traces written as requests of OpenTelemetry's protocol, and read again.
@Suite struct OTLPTraceWriterTests {
  private static let id = "5b8efff798038103d269b633813fc601"
  private static let spans: [JSONValue] = [
    [
      "trace_id": .string(id), "span_id": "eee19b7ec3c1b101", "name": "POST /chat",
      "kind": "SPAN_KIND_SERVER", "start_time_unix_nano": "1793523600000000001",
      "end_time_unix_nano": "1793523601000000000", "status": ["code": "STATUS_CODE_OK"],
      "attributes": ["http.status": 200, "annotations.0.annotation.name": "old"],
      "resource": ["service.name": "app"], "scope": ["name": "lib"],
    ],
    [
      "trace_id": .string(id), "span_id": "eee19b7ec3c1b102",
      "parent_span_id": "eee19b7ec3c1b101", "name": "chat",
      "start_time_unix_nano": "1793523600000000002", "end_time_unix_nano": "1793523600900000000",
      "attributes": ["gen_ai.usage.input_tokens": 3, "x": [1.5, .null, ["a": true]]],
      "status": ["code": "STATUS_CODE_ERROR", "message": "no"],
      "events": [
        ["name": "e", "time_unix_nano": "7", "attributes": ["k": "v"]],
        ["name": "gen_ai.user.message", "time_unix_nano": "8", "body": ["content": "q"]],
      ],
      "resource": ["service.name": "model"],
    ],
  ]

  private static func trace() -> Trace {
    var trace = Trace(id: "tr-" + id, inputs: ["q": "hi"], outputs: "hello")
    trace.requestTime = Timestamp("2026-11-01T09:00:00.000Z")
    trace.metadata = ["mlflow.trace.session": "s"]
    trace.spans = spans
    func label(
      _ id: String, _ name: String, _ source: AssessmentSource, _ content: Assessment.Content,
      span: String? = nil
    ) -> Label {
      var assessment = Assessment(
        traceID: trace.id, name: name, source: source, content: content, rationale: "because")
      assessment.createTime = Timestamp("2026-11-01T10:00:00Z")
      assessment.metadata = ["k": "v", "score": "7"]
      assessment.spanID = span
      return Label(id: id, record: ContentID(hashing: [1]), assessment: assessment)
    }
    trace.labels = [
      label("a-1", "good", .human("ann"), .feedback(true)),
      label("a-2", "list", .human("ann"), .feedback(["5", 5])),
      label("a-3", "facts", .human("ann"), .expectation(["x"])),
      label(
        "a-4", "length", AssessmentSource(type: .code, id: "rule"), .feedback(0.1),
        span: "eee19b7ec3c1b102"),
      label(
        "a-5", "tone", .human("bob"), .error(AssessmentError(code: "SKIPPED", message: "busy"))),
    ]
    var verdict = Feedback(
      name: "tone", value: "5", rationale: nil,
      source: AssessmentSource(type: .llmJudge, id: "openai:/m"))
    verdict.judge = ContentID(hashing: [2])
    trace.verdicts = [verdict]
    return trace
  }

  @Test("A file of the lines has the same spans, labels and verdicts")
  func round() throws {
    let requests = OTLPTraceWriter.requests(Self.trace())
    #expect(requests.count == 2)
    for lines in [requests, requests.reversed()] {
      let read = try ForeignReading(text: lines.map(\.canonicalText).joined(separator: "\n"))
      #expect(read.problems.isEmpty && read.items.count == 1)
      let item = try #require(read.items.first)
      #expect(item.trace.traceID == "tr-" + Self.id && item.trace.inputs == ["q": "hi"])
      #expect(item.trace.outputs == "hello" && item.trace.state == "OK")
      #expect(item.trace.metadata["mlflow.trace.session"] == "s")
      #expect(
        read.assessments(0) == [
          #"facts HUMAN ann should be ["x"]"#, "good HUMAN ann = true", "length CODE rule = 0.1",
          #"list HUMAN ann = ["5",5]"#, "tone HUMAN bob failed: busy",
          #"tone LLM_JUDGE openai:/m = "5""#,
        ])
      for label in Self.trace().labels {
        var expected = label.assessment
        expected.assessmentID = label.id
        expected.traceID = ""
        #expect(item.assessments.contains(expected), "\(label.assessment.name)")
      }
      let inner = try #require(item.spans.first { $0["name"] == "chat" })
      #expect(inner["attributes"]?["x"] == [1.5, .null, ["a": true]])
      #expect(inner["status"] == ["code": "STATUS_CODE_ERROR", "message": "no"])
      let events = SpanUnion.united(item.spans).compactMap { $0["events"]?.arrayValue?.count }
      #expect(events == [2])
      let services = item.spans.compactMap { $0["resource"]?["service.name"]?.stringValue }
      #expect(Set(services) == ["app", "model"])
    }
  }

  @Test("The server's reader takes the lines, and OpenInference's attributes say who judged")
  func request() throws {
    let requests = OTLPTraceWriter.requests(Self.trace())
    let traces = try OTLPTraces(requests[0].canonicalBytes(), .json)
    #expect(traces.rejected.message == nil && traces.parts.allSatisfy { !$0.hasAssessments })
    let root = try #require(traces.parts.first?.spans.first?["attributes"]?.objectValue)
    #expect(root["annotations.0.annotation.name"] == "good")
    #expect(root["annotations.0.annotation.score"] == 1)
    #expect(root["annotations.0.annotation.annotator_kind"] == "HUMAN")
    #expect(root["annotations.0.annotation.identifier"] == "ann")
    #expect(root["evaluations.0.evaluation.label"] == "5")
    #expect(root["annotations.1.annotation.name"] == nil, "a list has no label")
    #expect(root["input.value"] == #"{"q":"hi"}"#)
    let logs = try OTLPLogs(requests[1].canonicalBytes(), .json)
    #expect(logs.rejected.message == nil)
    let items = try logs.parts.map { try $0.item(experiment: experiment) }
    #expect(items.flatMap(\.assessments).count == 5 && items.flatMap(\.verdicts).count == 1)
  }

  @Test("A trace without spans gets a root")
  func bare() throws {
    var trace = Trace(id: "tr-row-1", inputs: "q", outputs: .null)
    trace.requestTime = Timestamp("2026-11-01T09:00:00Z")
    let requests = OTLPTraceWriter.requests(trace)
    #expect(requests.count == 1)
    let read = try OTLPTraces(requests[0].canonicalBytes(), .json)
    #expect(read.rejected.count == 0)
    #expect(read.parts.first?.spans.first?["attributes"]?["mlflow.spanInputs"] == "q")
  }
}
