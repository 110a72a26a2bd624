import JudgeInterchange
import JudgeJSON
import JudgeRecords
import Testing

@Suite("The shapes around a trace of MLflow's")
struct TraceShapeTests {
  @Test("Wrapped in any way it is the same trace")
  func wrapped() throws {
    let value = try JSONValue.parseRepairing(MLflow317.broken).0
    let info = try #require(value["info"])
    let data = try #require(value["data"])
    let spans = try #require(data["spans"])
    let reader = LineReader(experiment: experiment)
    let plain = try reader.read(value)
    let shapes: [JSONValue] = [
      ["info": info, "data": .string(data.canonicalText)],
      ["trace": .string(value.canonicalText), "client_request_id": .null, "state": "ERROR"],
      ["trace": value],
      ["trace_info": info, "spans": spans],
      ["trace": ["trace_info": info, "spans": spans]],
      ["info": info, "spans": spans],
    ]
    for shape in shapes { #expect(try reader.read(shape) == plain) }
  }

  @Test("An info without data gives its previews, as an excerpt")
  func infoOnly() throws {
    let value = try JSONValue.parseRepairing(MLflow317.nested).0
    let info = try #require(value["info"])
    let reader = LineReader(experiment: experiment)
    let full = try reader.read(value)
    for shape: JSONValue in [["info": info], ["info": info, "data": .null], info] {
      let item = try reader.read(shape)
      #expect(item.holdsTrace && item.isExcerpt)
      #expect(item.trace == full.trace)
      #expect(item.assessments == full.assessments && item.verdicts == full.verdicts)
      #expect(item.spans.isEmpty)
    }
  }

  @Test("The lists of schema v2, without data")
  func lists() throws {
    let item = try read(SchemaV2.info)
    #expect(item.trace.traceID == "r-1" && item.trace.state == "IN_PROGRESS")
    #expect(item.trace.tags == ["a": "b"])
    #expect(item.trace.metadata["mlflow.source.git.branch"] == "")
    #expect(item.trace.inputs == ["q": 1])
    #expect(item.trace.requestTime?.milliseconds == 1_795_210_034_370)
    #expect(item.isExcerpt)
    #expect(item.repaired == 0)
  }

  @Test("A preview that MLflow cut off is not an input", arguments: [250, 1000, 10_000])
  func cutOff(_ length: Int) throws {
    let text = String(repeating: "é", count: length - 3) + "..."
    let item = try read(#"{"info": {"trace_id": "tr-1", "request_preview": "\#(text)"}}"#)
    #expect(item.trace.inputs == nil && !item.holdsTrace)
    let own = try read(#"{"info": {"trace_id": "tr-1", "request_preview": "é\#(text)"}}"#)
    #expect(own.trace.inputs == .string("é" + text))
  }

  @Test("A preview that is not valid JSON is a text")
  func textPreview() throws {
    let item = try read(
      #"{"info": {"trace_id": "t", "request_preview": "Hi", "response_preview": ""}}"#)
    #expect(item.trace.inputs == "Hi" && item.trace.outputs == nil)
  }

  @Test("Spans alone tell their trace")
  func spansOnly() throws {
    let value = try JSONValue.parseRepairing(MLflow317.nested).0
    let spans = try #require(value["data"]?["spans"])
    let item = try LineReader(experiment: experiment).read(["spans": spans])
    #expect(item.trace.traceID == "tr-56bb745cd54cbe6797e4e5458c963aba")
    #expect(item.trace.inputs == ["question": "How long does a parcel wait?"])
    #expect(item.holdsTrace && item.isExcerpt)
    #expect(item.spans.count == 3)
    let foreign = try read(
      #"{"spans": [{"trace_id": "5B8EFFF798038103D269B633813FC60C", "parent_span_id": "x"}]}"#)
    #expect(foreign.trace.traceID == "tr-5b8efff798038103d269b633813fc60c")
    #expect(!foreign.holdsTrace)
  }

  @Test("Spans for a trace that the line names keep that name")
  func spansOfNamedTrace() throws {
    let item = try read(
      #"{"trace_id": "mine", "spans": [{"trace_id": "5b8efff798038103d269b633813fc60c"}]}"#)
    #expect(item.trace.traceID == "mine" && !item.holdsTrace)
  }

  @Test(
    "Durations",
    arguments: [
      ("\"execution_duration\": \"0.120s\"", 120.0), ("\"execution_duration\": \"3s\"", 3000),
      ("\"execution_duration\": \"0.0000015s\"", 0.002), ("\"execution_duration_ms\": 15", 15),
      ("\"execution_time_ms\": \"7\"", 7), ("\"execution_duration\": 2.5", 2.5),
    ])
  func durations(_ field: String, _ milliseconds: Double) throws {
    let item = try read(#"{"info": {"trace_id": "t", \#(field)}}"#)
    #expect(item.trace.executionDuration == milliseconds)
  }

  @Test("Schema v4's id stays")
  func version4() throws {
    let item = try read(#"{"info": {"trace_id": "trace:/cat.schema/ab", "request_preview": "1"}}"#)
    #expect(item.trace.traceID == "trace:/cat.schema/ab")
  }
}
