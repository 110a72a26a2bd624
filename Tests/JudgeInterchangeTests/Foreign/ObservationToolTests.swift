import JudgeJSON
import JudgeRecords
import Testing

@testable import JudgeInterchange

/// Files of Langfuse, LangSmith, Phoenix and OpenTelemetry, Label Studio and Argilla.
@Suite struct ObservationToolTests {
  private static let inputs: JSONValue = ["issue": "My invoice is wrong."]
  private static let answer: JSONValue = "Open Billing > Invoices."

  @Test("A trace of Langfuse: content, session, observations as spans, scores by their source")
  func langfuse() throws {
    let read = try ForeignReading("langfuse.json")
    #expect(read.problems.isEmpty && read.warnings.isEmpty)
    #expect(read.keys == ["6f1c5a0e8d3b4c2f9a7e1d0c5b4a3f2e"])
    let item = try #require(read.items.first)
    #expect(item.trace.inputs == Self.inputs && item.trace.outputs == Self.answer)
    #expect(item.trace.metadata["mlflow.trace.session"] == "s-9" && item.spans.count == 2)
    #expect(item.trace.executionDuration == 1200)
    #expect(item.spans[1]["attributes"]?["mlflow.spanType"] == "LLM")
    #expect(
      read.assessments(0) == [
        "has_link CODE langfuse = false", #"helpful HUMAN reviewer-a = "yes""#,
        "relevance LLM_JUDGE langfuse = 0.8",
      ])
    #expect(item.assessments.first { $0.name == "has_link" }?.spanID == "o2")
  }

  @Test("Parts of a Langfuse trace in any order; a page of its API is unpacked")
  func langfuseParts() throws {
    let read = try ForeignReading(
      text: #"""
        {"id": "s", "traceId": "t", "name": "q", "value": 1, "dataType": "NUMERIC", "source": "EVAL"}
        {"data": [{"id": "o", "traceId": "t", "type": "SPAN", "startTime": "2026-11-01T09:00:00Z", "input": "{\"a\": 1}", "output": "b"}], "meta": {"page": 1}}
        """#)
    #expect(read.items.count == 1 && read.items.first?.trace.inputs == ["a": 1])
    #expect(read.assessments(0) == ["q LLM_JUDGE langfuse = 1"])
  }

  @Test("LangSmith: the root run is the trace, the others are spans, feedback by its source")
  func langSmith() throws {
    let read = try ForeignReading("langsmith-feedback.jsonl", "langsmith-runs.jsonl")
    #expect(read.problems.isEmpty && read.warnings.isEmpty)
    #expect(read.keys == ["01890a5d-ac96-774b-bcce-b302099a8057"])
    let item = try #require(read.items.first)
    #expect(item.trace.inputs == Self.inputs && item.spans.count == 2)
    #expect(item.trace.outputs == ["response": Self.answer])
    #expect(item.trace.metadata["mlflow.trace.session"] == "t-9")
    #expect(item.trace.executionDuration == 1000)
    #expect(
      read.assessments(0) == [
        #"helpfulness HUMAN reviewer-a@example.org = "good""#,
        "helpfulness LLM_JUDGE gpt-4.1 = 0", "latency_ok CODE langsmith:api = true",
      ])
  }

  @Test("Feedback without its runs needs a trace that is here, under the run's id")
  func feedbackAlone() throws {
    let read = try ForeignReading("langsmith-feedback.jsonl")
    #expect(read.items.count == 1 && read.items.first?.holdsTrace == false)
    #expect(read.keys == ["01890a5d-ac96-774b-bcce-b302099a8057"])
  }

  @Test(
    "Spans of Phoenix, from its data frame and its API",
    arguments: ["phoenix-spans.jsonl", "phoenix-api.json"])
  func phoenix(file: String) throws {
    let read = try ForeignReading(file)
    #expect(read.problems.isEmpty && read.items.count == 1)
    let item = try #require(read.items.first)
    #expect(item.trace.traceID?.hasPrefix("tr-") == true && item.spans.count == 3)
    #expect(item.trace.inputs == Self.inputs && item.trace.outputs == Self.answer)
    #expect(item.trace.metadata["mlflow.trace.session"] == "s-9")
    #expect(item.trace.tags["mlflow.traceName"] == "support_app")
    let search = try #require(item.spans.first { $0["name"] == "search" })
    let attributes = try #require(search["attributes"]?.objectValue)
    #expect(SpanContent.type(attributes) == "RETRIEVER")
    #expect(
      SpanContent.outputs(attributes) == [
        ["content": "Invoices are under Billing.", "doc_uri": "kb/1"],
        ["content": "Refunds take 5 days."],
      ])
    let call = try #require(item.spans.first { $0["name"] == "llm" }?["attributes"]?.objectValue)
    #expect(
      SpanContent.inputs(call)
        == ["messages": [["role": "user", "content": "My invoice is wrong."]]])
    #expect(SpanContent.outputs(call) == Self.answer)
  }

  @Test("Annotations of Phoenix belong to the spans of the other file")
  func annotations() throws {
    // The two files are of one run, and the annotations are on the root span.
    let read = try ForeignReading("phoenix-spans.jsonl", "phoenix-annotations.jsonl")
    #expect(
      read.assessments(0) == [
        #"helpful HUMAN phoenix = "yes""#, #"helpful LLM_JUDGE gpt-4.1 = "no""#,
      ])
    #expect(read.items.first?.assessments.first?.spanID == nil)
    let alone = try ForeignReading("phoenix-annotations.jsonl")
    #expect(
      alone.items.isEmpty && alone.problems == ["OpenTelemetry spans: no trace in 2 documents"])
  }

  @Test("OTLP in JSON: a root without content takes that of the spans below it")
  func otlp() throws {
    let read = try ForeignReading("otlp.json")
    let trace = try #require(read.items.first?.trace)
    #expect(trace.traceID == "tr-5b8efff798038103d269b633813fc601")
    #expect(
      trace.inputs == [
        "messages": [
          ["role": "system", "content": "Be brief."],
          ["role": "user", "content": "My invoice is wrong."],
        ]
      ])
    #expect(trace.outputs == Self.answer)
    #expect(trace.requestTime?.text == "2026-11-01T09:00:00.000Z")
  }

  @Test("Label Studio: choices, ratings and texts of people, predictions of models")
  func labelStudio() throws {
    let read = try ForeignReading("label-studio.json")
    #expect(read.problems.isEmpty && read.keys == ["support-001"])
    #expect(read.items.first?.trace.inputs == Self.inputs)
    #expect(read.items.first?.trace.outputs == Self.answer)
    #expect(
      read.assessments(0) == [
        #"quality HUMAN reviewer-a@example.org = "good""#, #"quality LLM_JUDGE gpt-4.1 = "poor""#,
        "stars HUMAN reviewer-a@example.org = 4",
        #"why HUMAN reviewer-a@example.org = "Names the page.""#,
      ])
    let minimal = try ForeignReading("label-studio-min.json")
    #expect(minimal.items.isEmpty && minimal.problems.first?.contains("JSON_MIN") == true)
    let shapes = try ForeignReading(
      text: #"""
        {"data": {"text": "a"}, "annotations": [{"completed_by": 3, "result": [{"from_name": "box", "type": "rectanglelabels", "value": {}}, {"from_name": "c", "type": "choices", "value": {"choices": ["x", "y"]}}]}, {"was_cancelled": true, "completed_by": 4, "result": [{"from_name": "c", "type": "choices", "value": {"choices": ["z"]}}]}]}
        """#)
    #expect(shapes.assessments(0) == [#"c HUMAN label-studio:3 = ["x","y"]"#])
    #expect(shapes.warnings.contains { $0.contains("rectanglelabels") })
  }

  @Test("Argilla: responses and suggestions; drafts of a flattened export are left out")
  func argilla() throws {
    let nested = try ForeignReading("argilla.json")
    let people = "0f2b5cb8-7c0a-4a12-9b0a-1d2f0d1c000"
    #expect(nested.keys == ["support-001", "support-002"])
    #expect(nested.items[0].trace.outputs == Self.answer)
    #expect(
      nested.assessments(0) == [
        #"quality HUMAN \#(people)1 = "good""#, #"quality HUMAN \#(people)2 = "poor""#,
        #"quality LLM_JUDGE gpt-4.1 = "good""#, #"reason HUMAN \#(people)1 = "Names the page.""#,
      ])
    #expect(nested.warnings.contains { $0.contains("drafts") })
    let flat = try ForeignReading("argilla-flat.json")
    #expect(flat.assessments(0) == nested.assessments(0) && flat.warnings.isEmpty)
    #expect(flat.assessments(1).isEmpty, "a draft is no label")
    #expect(flat.items[0].trace.outputs == Self.answer)
  }
}
