import JudgeJSON
import JudgeRecords
import Testing

@testable import JudgeInterchange

/// Traces written for MLflow and for git-judge itself, and read again.
@Suite struct TraceWriterTests {
  private static let judge = ContentID(hashing: [1])

  private static func trace(spans: [JSONValue] = []) -> Trace {
    var trace = Trace(
      id: "tr-5b8efff798038103d269b633813fc601", inputs: ["issue": "a {{ b }}"],
      outputs: "answer")
    trace.clientRequestID = "support-001"
    trace.requestTime = Timestamp("2026-11-01T09:00:00.250Z")
    trace.executionDuration = 120
    trace.tags = ["product": "billing"]
    trace.metadata = ["mlflow.trace.session": "s"]
    trace.spans = spans
    var label = Assessment(
      traceID: trace.id, name: "q", source: .human("ann"), content: .feedback(false),
      rationale: "No.")
    label.createTime = Timestamp("2026-11-01T10:00:00Z")
    let expectation = Assessment(
      traceID: trace.id, name: "expected_facts", source: .human("ann"),
      content: .expectation(["x", "y"]))
    var old = label
    old.content = .feedback(true)
    trace.labels = [
      Label(id: "a-1", record: Self.judge, assessment: label),
      Label(id: "a-2", record: Self.judge, assessment: expectation),
      Label(id: "a-3", record: Self.judge, assessment: old),
    ]
    trace.labels[2].standing = .overridden
    let source = AssessmentSource(type: .llmJudge, id: "openai:/m")
    var first = Feedback(name: "q", value: "yes", rationale: "first", source: source)
    first.judge = Self.judge
    var second = Feedback(
      name: "q", error: AssessmentError(code: "TIMEOUT", message: "late"), source: source)
    second.judge = Self.judge
    trace.verdicts = [first, second]
    return trace
  }

  private static func back(_ value: JSONValue) throws -> ImportedItem {
    try read(value.canonicalText)
  }

  @Test("MLflow's form: the root span has the content, and each value is JSON text")
  func mlflow() throws {
    let json = MLflowTraceWriter.json(Self.trace(), experiment: "7")
    let info = json["info"]
    #expect(info?["trace_location"]?["mlflow_experiment"]?["experiment_id"] == "7")
    #expect(info?["request_time"] == "2026-11-01T09:00:00.250Z")
    #expect(info?["execution_duration_ms"] == 120)
    let root = try #require(json["data"]?["spans"]?.arrayValue?.first)
    #expect(root["trace_id"] == "W47/95gDgQPSabYzgT/GAQ==", "base64 of the id")
    #expect(root["parent_span_id"] == .null && root["end_time_unix_nano"] == "1793523600370000000")
    #expect(root["attributes"]?["mlflow.spanOutputs"] == #""answer""#)
    #expect(
      root["attributes"]?["mlflow.traceRequestId"]
        == #""tr-5b8efff798038103d269b633813fc601""#)
    let assessments = try #require(info?["assessments"]?.arrayValue)
    #expect(assessments.count == 3, "the overridden label and the first verdict are left out")
    #expect(assessments[0]["feedback"] == ["value": false])
    #expect(assessments[1]["expectation"]?["serialized_value"]?["value"] == #"["x","y"]"#)
    #expect(assessments[2]["feedback"]?["error"]?["error_code"] == "TIMEOUT")
    #expect(assessments.allSatisfy { $0["create_time"] != nil && $0["last_update_time"] != nil })
  }

  @Test("Both forms are read again as the same trace, labels and verdicts")
  func roundTrip() throws {
    let trace = Self.trace()
    for line in [
      MLflowTraceWriter.json(trace, experiment: "7"),
      .object(PlainLineWriter.json(trace)),
    ] {
      let item = try Self.back(line)
      #expect(item.trace.traceID == trace.id && item.trace.clientRequestID == "support-001")
      #expect(item.trace.inputs == trace.inputs && item.trace.outputs == trace.outputs)
      #expect(item.trace.requestTime == trace.requestTime && item.trace.tags == trace.tags)
      #expect(item.assessments.map(\.content) == [.feedback(false), .expectation(["x", "y"])])
      #expect(item.assessments.first?.rationale == "No." && item.repaired == 0)
      #expect(item.verdicts.map(\.source.id) == ["openai:/m"])
    }
  }

  @Test("Spans keep their tree; ids of other tools become hashes; other conventions are MLflow's")
  func spans() throws {
    let trace = Self.trace(spans: [
      [
        "span_id": "run-2", "parent_span_id": "run-1", "name": "llm",
        "attributes": [
          "gen_ai.operation.name": "chat", "input.value": "hi",
        ],
      ],
      ["span_id": "run-1", "name": "root", "start_time_unix_nano": "5", "attributes": [:]],
    ])
    let spans = try #require(
      MLflowTraceWriter.json(trace, experiment: "0")["data"]?["spans"]?.arrayValue)
    #expect(spans.map { $0["name"] } == ["root", "llm"])
    #expect(spans[1]["parent_span_id"] == spans[0]["span_id"] && spans[0]["span_id"] != .null)
    #expect(spans[1]["attributes"]?["mlflow.spanType"] == #""LLM""#)
    #expect(spans[1]["attributes"]?["mlflow.spanInputs"] == #""hi""#)
    #expect(spans[0]["attributes"]?["mlflow.spanInputs"] == #"{"issue":"a {{ b }}"}"#)
    #expect(spans[0]["start_time_unix_nano"] == "5")
  }

  @Test("Documents of a row become a retriever's span")
  func documents() throws {
    var trace = Self.trace()
    trace.retrievedContext = [["doc_uri": "kb/1", "content": "text"], "bare"]
    let item = try Self.back(MLflowTraceWriter.json(trace, experiment: "0"))
    let span = try #require(item.spans.last?["attributes"]?.objectValue)
    #expect(SpanContent.type(span) == "RETRIEVER")
    #expect(
      SpanContent.outputs(span) == [
        ["page_content": "text", "metadata": ["doc_uri": "kb/1"]], ["page_content": "bare"],
      ])
  }

  @Test("A scorer has the members that every client accepts, and the judge's own values")
  func scorer() {
    var body = JudgeBody(name: "tone", instructions: "Rate {{ outputs }}.")
    body.feedbackNameOverride = "quality"
    body.model = "openai:/gpt-4.1"
    body.values = ["good", "bad"]
    let json = MLflowScorer.json(body, label: "tone@v2", hash: Self.judge)
    #expect(json["name"] == "quality" && json["aggregations"] == [])
    let data = json["instructions_judge_pydantic_data"]
    #expect(data?["feedback_value_type"] == ["enum": ["good", "bad"], "type": "string"])
    #expect(data?["model"] == "openai:/gpt-4.1" && data?["inference_params"] == nil)
    body.values = [true, false]
    body.valueType = .bool
    body.inference = ["temperature": 0]
    let flag = MLflowScorer.json(body, label: "x", hash: Self.judge)[
      "instructions_judge_pydantic_data"]
    #expect(flag?["feedback_value_type"]?["type"] == "boolean")
    #expect(flag?["inference_params"] == ["temperature": 0])
    body.values = []
    body.valueSchema = ["type": "array", "items": ["type": "string"], "maxItems": 3]
    let list = MLflowScorer.json(body, label: "x", hash: Self.judge)[
      "instructions_judge_pydantic_data"]
    #expect(list?["feedback_value_type"]?["items"] == ["type": "string"])
  }
}
