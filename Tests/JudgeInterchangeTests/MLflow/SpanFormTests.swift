import JudgeInterchange
import JudgeJSON
import JudgeRecords
import Testing

@Suite("Spans in their forms")
struct SpanFormTests {
  private func span(_ members: String) throws -> JSONValue {
    try #require(try read(#"{"trace_id": "t", "spans": [{\#(members)}]}"#).spans.first)
  }

  @Test("Attributes as JSON text")
  func encoded() throws {
    let attributes = try span(
      #""attributes": {"a": "\"x\"", "b": "1.5", "c": "{\"d\": [true]}", "e": "null"}"#
    )["attributes"]
    #expect(attributes == ["a": "x", "b": 1.5, "c": ["d": [true]], "e": .null])
  }

  @Test("Plain attributes: a text that looks like a number stays a text")
  func plain() throws {
    let attributes = try span(
      #"""
      "attributes": {"model": "gpt-4", "version": "1.10", "id": "12345678901234567890",
        "mlflow.spanInputs": "{\"q\": 1}", "mlflow.spanOutputs": "42", "n": 3, "list": ["1"]}
      """#)["attributes"]
    #expect(
      attributes == [
        "model": "gpt-4", "version": "1.10", "id": "12345678901234567890",
        "mlflow.spanInputs": ["q": 1], "mlflow.spanOutputs": "42", "n": 3, "list": ["1"],
      ])
  }

  @Test("Attributes as OTLP's list, in both spellings")
  func otlp() throws {
    let attributes = try span(
      #"""
      "attributes": [{"key": "s", "value": {"string_value": "{\"a\": 1}"}},
        {"key": "i", "value": {"intValue": "7"}}, {"key": "n", "value": {"int_value": 7}},
        {"key": "big", "value": {"int_value": "12345678901234567890"}},
        {"key": "b", "value": {"bool_value": false}}, {"key": "d", "value": {"doubleValue": 0.5}},
        {"key": "l", "value": {"array_value": {"values": [{"string_value": "x"}, {}]}}},
        {"key": "e", "value": {"arrayValue": {}}}, {"key": "none"}, {"value": 1},
        {"key": "m", "value": {"kvlist_value": {"values": [
          {"key": "k", "value": {"kvlistValue": {}}}, {"key": "z"}]}}}]
      """#)["attributes"]
    #expect(
      attributes == [
        "s": "{\"a\": 1}", "i": 7, "n": 7, "big": "12345678901234567890", "b": false, "d": 0.5,
        "l": ["x", .null], "e": [], "none": .null, "m": ["k": .object([:]), "z": .null],
      ])
  }

  @Test(
    "The status in its spellings",
    arguments: [
      (#""status": {"code": "OK", "message": "m"}"#, "STATUS_CODE_OK"),
      (#""status": {"code": "STATUS_CODE_ERROR"}"#, "STATUS_CODE_ERROR"),
      (#""status": {"code": 2}"#, "STATUS_CODE_ERROR"),
      (#""status": "UNSET""#, "STATUS_CODE_UNSET"),
      (#""status_code": "OK", "status_message": null"#, "STATUS_CODE_OK"),
    ])
  func status(_ members: String, _ code: String) throws {
    let span = try span(members)
    #expect(span["status"]?["code"] == .string(code))
    #expect(span["status_code"] == nil && span["status_message"] == nil)
  }

  @Test(
    "Span ids",
    arguments: [
      ("APBnqgupArc=", "00f067aa0ba902b7"), ("00F067AA0BA902B7", "00f067aa0ba902b7"),
      ("0x00f067aa0ba902b7", "00f067aa0ba902b7"),
      // Neither base64 of eight bytes nor their hexadecimal digits: an id of somebody's own.
      ("span_id_001", "span_id_001"), ("APBnqgupArc", "APBnqgupArc"),
      ("APBnqgup=rc=", "APBnqgup=rc="),
      ("00f067aa0ba902b", "00f067aa0ba902b"), ("first", "first"),
    ])
  func ids(_ text: String, _ id: String) throws {
    #expect(try span(#""span_id": "\#(text)""#)["span_id"] == .string(id))
    let item = try read(
      line(
        assessment: #"""
          "name": "n", "source_type": "CODE", "value": 1, "span_id": "\#(text)"
          """#))
    #expect(item.assessments.first?.spanID == id)
  }

  @Test("The root is the span without a parent, of several the earliest")
  func root() throws {
    let item = try read(
      #"""
      {"spans": [
        {"trace_id": "5b8efff798038103d269b633813fc60c", "span_id": "1", "parent_span_id": "2",
         "start_time_unix_nano": 1, "attributes": {"mlflow.spanInputs": "\"child\""}},
        {"span_id": "3", "start_time_unix_nano": "1795210034370000002",
         "attributes": {"mlflow.spanInputs": "\"late\""}},
        {"span_id": "2", "parent_span_id": "", "start_time_unix_nano": "995210034370000002",
         "attributes": {"mlflow.spanInputs": "\"root\""}}]}
      """#)
    #expect(item.trace.inputs == "root")
  }
}
