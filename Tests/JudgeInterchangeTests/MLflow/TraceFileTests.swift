import JudgeInterchange
import JudgeJSON
import JudgeRecords
import Testing

@Suite("Traces that MLflow wrote")
struct TraceFileTests {
  @Test("3.17.2: the trace")
  func trace() throws {
    let item = try read(MLflow317.nested)
    let trace = item.trace
    #expect(item.holdsTrace && !item.isExcerpt)
    #expect(trace.traceID == "tr-56bb745cd54cbe6797e4e5458c963aba")
    #expect(trace.clientRequestID == "req-1")
    #expect(trace.state == "OK" && trace.executionDuration == 15)
    #expect(trace.requestTime?.text == "2026-11-20T23:39:49.443Z")
    #expect(trace.inputs == ["question": "How long does a parcel wait?"])
    #expect(trace.outputs == ["text": "It waits ten days.", "big": "12345678901234567890"])
    #expect(trace.tags["team"] == "post")
    #expect(trace.metadata["mlflow.trace_schema.version"] == "3")
    #expect(item.run?.nonce == "27d0411c99a640ec91d4aa5859f41a07")
    // Two times the large number, in the outputs of two spans, and a NaN; no time is a repair.
    #expect(item.repaired == 3)
  }

  @Test("3.17.2: the spans")
  func spans() throws {
    let spans = try read(MLflow317.nested).spans
    #expect(spans.count == 3)
    let root = try #require(spans.first)
    #expect(root["trace_id"] == "56bb745cd54cbe6797e4e5458c963aba")
    #expect(root["span_id"] == "50fa831e55add836")
    #expect(root["parent_span_id"] == nil)
    #expect(root["start_time_unix_nano"] == "1795217989443507664")
    #expect(root["status"]?["code"] == "STATUS_CODE_OK")
    #expect(root["attributes"]?["mlflow.spanType"] == "UNKNOWN")
    let retriever = spans[1]
    #expect(retriever["parent_span_id"] == root["span_id"])
    let chunks = try #require(retriever["attributes"]?["mlflow.spanOutputs"]?.arrayValue)
    #expect(chunks.first?["page_content"] == "Parcels wait ten days.")
    #expect(chunks.first?["metadata"]?["doc_uri"] == "help/parcels")
    let answer = spans[2]
    #expect(answer["attributes"]?["temperature"] == 0.5)
    #expect(answer["attributes"]?["note"] == "plain")
    #expect(answer["attributes"]?["nan"] == .null)
    #expect(answer["attributes"]?["ids"] == [1, 2])
    let event = try #require(answer["events"]?.arrayValue?.first)
    #expect(event["time_unix_nano"] == "1795217989458203904")
    #expect(event["attributes"]?["hit"] == true)
  }

  @Test("3.17.2: the assessments")
  func assessments() throws {
    let item = try read(MLflow317.nested)
    #expect(item.verdicts.count == 3)
    // A function that returned None has no value, which is nobody's answer.
    #expect(item.assessments.count == 8 && item.withoutValue == 1)
    let results = Set(item.verdicts.map(\.verdict.result))
    #expect(results.contains(.success(3)))
    #expect(results.contains(.failure(AssessmentError(message: "bare text"))))
    let old = try #require(item.assessments.first { $0.valid == false })
    let new = try #require(item.assessments.first { $0.overrides != nil })
    #expect(new.overrides == old.assessmentID && new.source == old.source)
    #expect(old.metadata == ["round": "1"])
    let contents = item.assessments.map(\.content)
    #expect(contents.contains(.expectation(["ten days", "free"])))
    #expect(contents.contains(.expectation(7)))
    #expect(contents.contains(.feedback(["a": 1.5, "b": true])))
    #expect(item.assessments.allSatisfy { $0.createTime != nil })
  }

  @Test("3.17.2: a function that failed has inputs only")
  func broken() throws {
    let item = try read(MLflow317.broken)
    #expect(item.trace.state == "ERROR")
    #expect(item.trace.inputs == ["question": "?"])
    #expect(item.trace.outputs == nil)
    #expect(item.spans.first?["status"]?["code"] == "STATUS_CODE_ERROR")
    #expect(item.repaired == 0)
  }

  @Test("3.5.0: ids in hexadecimal and the status OK")
  func hexadecimal() throws {
    let item = try read(MLflow350.trace)
    #expect(item.trace.traceID == "tr-e0ba7acdc4b8ed62889ade394d5fd958")
    let root = try #require(item.spans.first)
    #expect(root["trace_id"] == "e0ba7acdc4b8ed62889ade394d5fd958")
    #expect(root["span_id"] == "7acf702c182af82a")
    #expect(item.spans.last?["parent_span_id"] == root["span_id"])
    #expect(root["status"]?["code"] == "STATUS_CODE_OK")
    #expect(root["attributes"]?["temperature"] == 0.5)
    #expect(item.trace.outputs == ["text": "It waits 1 days"])
    #expect(item.repaired == 0)
  }

  @Test("Schema v2")
  func schemaV2() throws {
    let item = try read(SchemaV2.trace)
    let trace = item.trace
    #expect(trace.traceID == "5b8efff798038103d269b633813fc60c")
    #expect(trace.requestTime?.milliseconds == 1_795_210_034_370)
    #expect(trace.executionDuration == 120 && trace.state == "OK")
    #expect(trace.inputs == ["q": "Where?"] && trace.outputs == "There.")
    #expect(item.run?.nonce == "r1")
    #expect(item.verdicts.first?.verdict.value == "good")
    #expect(item.verdicts.first?.verdict.createTime?.milliseconds == 1_795_210_034_371)
    let (root, child) = (item.spans[0], item.spans[1])
    #expect(root["span_id"] == "00f067aa0ba902b7" && root["context"] == nil)
    #expect(child["parent_span_id"] == "00f067aa0ba902b7" && child["parent_id"] == nil)
    #expect(root["start_time_unix_nano"] == "1795210034370000001")
    #expect(root["start_time"] == nil && child["end_time_unix_nano"] == nil)
    #expect(root["status"] == ["code": "STATUS_CODE_OK", "message": ""])
    #expect(root["status_code"] == nil)
    #expect(root["events"]?.arrayValue?.first?["time_unix_nano"] == "1795210034380000001")
    #expect(item.repaired == 0)
  }
}
