import JudgeInterchange
import JudgeJSON
import JudgeRecords
import Testing

@Suite("A line of our own form")
struct PlainLineTests {
  @Test("Everything that a line can say")
  func everything() throws {
    let item = try read(
      #"""
      {"client_request_id": "c-1", "trace_id": "tr-0a", "inputs": {"q": "Where?"},
       "outputs": {"a": "There."}, "state": "OK", "request_time": "2026-11-20T22:27:14.37+01:00",
       "execution_duration_ms": 12.5, "tags": {"group": "g"}, "metadata": {"app": "support"},
       "retrieved_context": [{"doc_uri": "help/1", "content": "There."}], "run": "nightly",
       "spans": [{"span_id": "00f067aa0ba902b7", "name": "find",
                  "start_time_unix_nano": "1795210034370000001"}],
       "expectations": {"facts": ["there"]},
       "assessments": [{"name": "correct", "source_type": "HUMAN", "source_id": "ana",
                        "value": "yes", "rationale": "It is."}]}
      """#)
    let trace = item.trace
    #expect(item.holdsTrace && !item.isExcerpt)
    #expect(item.repaired == 0)
    #expect(trace.experiment == experiment)
    #expect(trace.traceID == "tr-0a" && trace.clientRequestID == "c-1")
    #expect(trace.inputs == ["q": "Where?"] && trace.outputs == ["a": "There."])
    #expect(trace.state == "OK")
    #expect(trace.requestTime?.text == "2026-11-20T21:27:14.370Z")
    #expect(trace.executionDuration == 12.5)
    #expect(trace.tags == ["group": "g"] && trace.metadata == ["app": "support"])
    #expect(trace.retrievedContext == [["doc_uri": "help/1", "content": "There."]])
    #expect(item.run?.nonce == "nightly")
    #expect(item.spans.first?["start_time_unix_nano"] == "1795210034370000001")
    let expectation = try #require(item.assessments.first)
    #expect(expectation.name == "facts" && expectation.source == .human("default"))
    #expect(expectation.content == .expectation(["there"]))
    let label = try #require(item.assessments.last)
    #expect(label.name == "correct" && label.source == .human("ana"))
    #expect(label.content == .feedback("yes") && label.rationale == "It is.")
    #expect(label.createTime == nil)
  }

  @Test("A missing field stays missing in the record")
  func nothingIsAdded() throws {
    let item = try read(#"{"inputs": "x", "assessments": [\#(Self.label)]}"#)
    #expect(item.trace.fields.keys == ["experiment", "inputs"])
    let label = try #require(item.assessments.first)
    #expect(label.fields.keys == ["assessment_name", "feedback", "source", "trace_id"])
  }

  @Test("Null is missing")
  func null() throws {
    let item = try read(
      #"""
      {"trace_id": null, "client_request_id": "c", "inputs": null, "outputs": null, "tags": null,
       "metadata": null, "spans": null, "assessments": [\#(Self.label)], "expectations": null,
       "state": null, "request_time": null, "run": null, "retrieved_context": null}
      """#)
    #expect(!item.holdsTrace)
    #expect(item.trace.fields.keys == ["client_request_id", "experiment"])
    #expect(item.assessments.count == 1)
  }

  @Test("Labels for a trace that is there need only its key")
  func labelsOnly() throws {
    let item = try read(#"{"trace_id": "tr-1", "assessments": [\#(Self.label)]}"#)
    #expect(!item.holdsTrace)
    #expect(item.assessments.count == 1)
  }

  @Test("JSON true among outputs stays true")
  func booleanOutputs() throws {
    let item = try read(#"{"inputs": {}, "outputs": {"a": true, "b": "true", "c": false}}"#)
    #expect(item.trace.outputs == ["a": true, "b": "true", "c": false])
    #expect(item.repaired == 0)
  }

  @Test(
    "States in their spellings",
    arguments: [
      ("\"state\": \"OK\"", "OK"), ("\"state\": \"error\"", "ERROR"),
      ("\"state\": 3", "IN_PROGRESS"), ("\"status\": \"UNSET\"", "STATE_UNSPECIFIED"),
      ("\"status\": \"TRACE_STATUS_UNSPECIFIED\"", "STATE_UNSPECIFIED"),
    ])
  func states(_ field: String, _ state: String) throws {
    #expect(try read(#"{"inputs": 1, \#(field)}"#).trace.state == state)
  }

  @Test(
    "Times in their spellings",
    arguments: [
      "\"2026-11-20T21:27:14.370Z\"", "\"2026-11-20 22:27:14.370999+01:00\"", "1795210034370",
      "\"1795210034370\"", "1795210034370.9",
    ])
  func times(_ time: String) throws {
    let item = try read(#"{"inputs": 1, "request_time": \#(time)}"#)
    #expect(item.trace.requestTime?.text == "2026-11-20T21:27:14.370Z")
  }

  @Test("Keys that differ by Unicode normalisation only are two")
  func normalisation() throws {
    let item = try read("{\"inputs\": 1, \"tags\": {\"\u{e9}\": \"a\", \"e\u{301}\": \"b\"}}")
    #expect(item.trace.tags.count == 2)
  }

  static let label =
    #"{"name": "n", "source_type": "HUMAN", "source_id": "ana", "value": 1}"#
}
