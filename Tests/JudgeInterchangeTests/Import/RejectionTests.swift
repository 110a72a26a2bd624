import JudgeInterchange
import Testing

@Suite("Lines that cannot be taken")
struct RejectionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let field: String
    let message: String
    init(_ text: String, _ field: String, _ message: String) {
      (self.text, self.field, self.message) = (text, field, message)
    }
    var testDescription: String { "\(field): \(message)" }
  }

  static let lineCases = [
    Case("", "", "cut off"),
    Case("?", "", "column 1"),
    Case(#"{"inputs": 1,}"#, "", "column 14"),
    Case(#"{"a": 1, "a": 2}"#, "", "occurs twice"),
    Case("{\n\"inputs\": x}", "", "line 2 of the document, column 11"),
    Case("[1]", "", "must be a JSON object"),
    Case("{}", "", "neither inputs nor outputs"),
    Case(#"{"tags": {"a": "b"}, "trace_id": ""}"#, "", "neither inputs nor outputs"),
    Case(#"{"inputs": 1, "trace_id": true}"#, "trace_id", "must be a text, is true"),
    Case(#"{"inputs": 1, "client_request_id": {}}"#, "client_request_id", "must be a text"),
    Case(#"{"inputs": 1, "request_time": "yesterday"}"#, "request_time", "must be a time"),
    Case(#"{"inputs": 1, "request_time": "nan"}"#, "request_time", "must be a time"),
    Case(#"{"inputs": 1, "request_time": 1e300}"#, "request_time", "must be a time"),
    Case(#"{"inputs": 1, "request_time": "0x10"}"#, "request_time", "must be a time"),
    Case(
      #"{"inputs": 1, "execution_duration_ms": "inf"}"#, "execution_duration_ms",
      "must be a number"),
    Case(
      #"{"inputs": 1, "execution_duration_ms": -1}"#, "execution_duration_ms",
      "must be a number from 0"),
    Case(#"{"inputs": 1, "state": "DONE"}"#, "state", "must be one of"),
    Case(#"{"inputs": 1, "status": 7}"#, "status", "must be one of"),
    Case(#"{"inputs": 1, "tags": "a"}"#, "tags", "must be an object of texts"),
    Case(#"{"inputs": 1, "tags": ["a"]}"#, "tags[0]", "must be an object"),
    Case(#"{"inputs": 1, "tags": [{"value": "a"}]}"#, "tags[0].key", "is missing"),
    Case(#"{"inputs": 1, "metadata": 1}"#, "metadata", "must be an object of texts"),
    Case(#"{"inputs": 1, "retrieved_context": {}}"#, "retrieved_context", "must be a list"),
    Case(
      #"{"inputs": 1, "retrieved_context": ["a", 1]}"#, "retrieved_context[1]",
      "must be {doc_uri, content}"),
    Case(#"{"inputs": 1, "expectations": []}"#, "expectations", "must be an object"),
    Case(#"{"inputs": 1, "spans": {}}"#, "spans", "must be a list"),
    Case(#"{"inputs": 1, "spans": [1]}"#, "spans[0]", "must be an object"),
    Case(
      #"{"inputs": 1, "spans": [{}, {"end_time_ns": 1.5}]}"#, "spans[1].end_time_ns",
      "must be whole nanoseconds"),
    Case(
      #"{"inputs": 1, "spans": [{"events": [{"time_unix_nano": -1}]}]}"#,
      "spans[0].events[0].time_unix_nano", "must be whole nanoseconds"),
    Case(#"{"inputs": 1, "assessments": {}}"#, "assessments", "must be a list"),
    Case(#"{"inputs": 1, "assessments": [[]]}"#, "assessments[0]", "must be an object"),
    Case(#"{"info": {"trace_id": "t"}, "data": "{"}"#, "data", "must be an object"),
    Case(#"{"info": {"trace_id": "t"}, "data": [1]}"#, "data", "must be an object"),
    Case(#"{"info": {"trace_id": "t"}, "data": {"spans": 1}}"#, "data.spans", "must be a list"),
    Case(
      #"{"info": {"trace_id": "t", "execution_duration": "xs"}}"#, "info.execution_duration",
      "must be seconds"),
    Case(#"{"info": {}, "data": {}}"#, "", "neither inputs nor outputs"),
    Case(
      #"{"info": {"trace_id": "t", "assessments": [{"assessment_name": "n"}]}}"#,
      "info.assessments[0].source_type", "is missing"),
  ]

  static let assessmentCases = [
    Case(#""source_type": "HUMAN", "source_id": "a", "value": 1"#, "name", "is missing"),
    Case(#""name": "", "source_type": "CODE", "value": 1"#, "name", "is missing"),
    Case(#""name": "n", "value": 1"#, "source_type", "is missing"),
    Case(#""name": "n", "source_type": "ROBOT", "value": 1"#, "source_type", "\"ROBOT\" is none"),
    Case(#""name": "n", "source": "HUMAN", "value": 1"#, "source", "must be an object"),
    Case(#""name": "n", "source_type": "HUMAN", "value": 1"#, "source_id", "whose it is"),
    Case(
      #""name": "n", "source_type": "HUMAN", "source_id": "", "value": 1"#, "source_id",
      "whose it is"),
    Case(
      #""name": "n", "source_type": "human", "source_id": " \t", "value": 1"#, "source_id",
      "whose it is"),
    Case(
      #""name": "n", "source": {"source_type": "HUMAN", "source_id": null}, "value": 1"#,
      "source.source_id", "whose it is"),
    Case(#""name": "n", "source_type": "CODE""#, "value", "is missing, and there is no error"),
    Case(#""name": "n", "source_type": "CODE", "error": 1"#, "error", "must be a text or"),
    Case(
      #""name": "n", "source_type": "CODE", "error": {"error_code": []}"#, "error.error_code",
      "must be a text"),
    Case(
      #""name": "n", "source_type": "CODE", "feedback": {}"#, "feedback.value", "is missing"),
    Case(
      #""name": "n", "source_type": "CODE", "expectation": {}"#, "expectation.value",
      "is missing"),
    Case(
      #""name": "n", "source_type": "CODE", "expectation": {"serialized_value": {"value": "{"}}"#,
      "expectation.serialized_value.value", "is not the JSON text"),
    Case(
      #""name": "n", "source_type": "CODE", "value": 1, "valid": 1"#, "valid",
      "must be true or false"),
    Case(
      #""name": "n", "source_type": "CODE", "value": 1, "create_time": "soon""#, "create_time",
      "must be a time"),
    Case(
      #""name": "n", "source_type": "LLM_JUDGE", "value": 1, "metadata": 1"#, "metadata",
      "must be an object of texts"),
  ]

  @Test("The field and the fault are named", arguments: lineCases)
  func lines(_ test: Case) throws {
    let error = try #require(rejection(of: test.text))
    #expect(error.field == test.field)
    #expect(error.description.contains(test.message), "\(error)")
  }

  @Test("The field of an assessment is named", arguments: assessmentCases)
  func assessments(_ test: Case) throws {
    let error = try #require(rejection(of: line(assessment: test.text)))
    #expect(error.field == "assessments[0].\(test.field)")
    #expect(error.description.contains(test.message), "\(error)")
  }
}
