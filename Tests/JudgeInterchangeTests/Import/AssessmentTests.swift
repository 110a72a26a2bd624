import JudgeInterchange
import JudgeJSON
import JudgeRecords
import Testing

@Suite("An assessment of a line")
struct AssessmentTests {
  @Test("An LLM judge's is a verdict", arguments: ["LLM_JUDGE", "llm_judge", "AI_JUDGE"])
  func verdict(_ type: String) throws {
    let item = try read(
      line(
        assessment: #"""
          "name": "q", "source_type": "\#(type)", "source_id": "gpt-4", "value": 3,
          "rationale": "so", "metadata": {"k": "v"}, "span_id": "APBnqgupArc=",
          "create_time": "2026-11-20T21:27:14.370Z", "assessment_id": "a-1"
          """#))
    #expect(item.assessments.isEmpty)
    let sourced = try #require(item.verdicts.first)
    #expect(sourced.name == "q")
    #expect(sourced.source == AssessmentSource(type: .llmJudge, id: "gpt-4"))
    #expect(sourced.verdict.value == 3)
    #expect(sourced.verdict.rationale == "so")
    #expect(sourced.verdict.metadata == ["k": "v"])
    #expect(sourced.verdict.spanID == "00f067aa0ba902b7")
    #expect(sourced.verdict.createTime?.text == "2026-11-20T21:27:14.370Z")
    #expect(sourced.verdict.assessmentID == "a-1")
    #expect(sourced.verdict.traceID.isEmpty)
  }

  @Test("An LLM judge's expectation is not a verdict")
  func expectationOfJudge() throws {
    let item = try read(
      line(
        assessment: #"""
          "name": "q", "source_type": "LLM_JUDGE", "source_id": "m", "expectation": {"value": 1}
          """#))
    #expect(item.verdicts.isEmpty)
    #expect(item.assessments.first?.content == .expectation(1))
  }

  @Test("A program's and one of nobody's kind are records, with MLflow's default id")
  func otherSources() throws {
    for type in ["CODE", "SOURCE_TYPE_UNSPECIFIED"] {
      let item = try read(
        line(assessment: #""name": "q", "source_type": "\#(type)", "value": true"#))
      let source = try #require(item.assessments.first?.source)
      #expect(source.type.rawValue == type && source.id == "default")
    }
  }

  @Test(
    "Values of every kind are kept as they are",
    arguments: ["1", "-2.5", "\"tie\"", "true", "false", "[1,\"a\"]", "{\"a\":[true]}"])
  func values(_ value: String) throws {
    let item = try read(line(assessment: Self.human + #", "value": \#(value)"#))
    let expected = try JSONValue(parsing: value)
    #expect(item.assessments.first?.content == .feedback(expected))
    #expect(item.repaired == 0)
  }

  @Test(
    "The usual members alone are read as among others",
    arguments: [
      #""value": 1"#, #""value": null, "rationale": "r""#, #""value": {"a": 1}, "rationale": """#,
      #""value": "x", "name": "é""#, #""value": [], "source_type": "human""#,
    ])
  func short(_ members: String) throws {
    for type in ["HUMAN", "LLM_JUDGE", "CODE"] {
      var text = members
      for (key, value) in [("name", "n"), ("source_type", type), ("source_id", "a")]
      where !text.contains("\"\(key)\"") { text += ", \"\(key)\": \"\(value)\"" }
      // valid: true says nothing, but it is none of the usual members.
      let general = try read(line(assessment: text + ", \"valid\": true"))
      #expect(try read(line(assessment: text)) == general)
      #expect(
        general.assessments.count + general.verdicts.count + general.withoutValue == 1)
    }
  }

  @Test("Errors: a text, an object, an empty object")
  func errors() throws {
    var full = AssessmentError(code: "RATE_LIMIT", message: "slow down")
    full.stackTrace = "at x"
    let cases: [(String, AssessmentError)] = [
      (#""unparsable""#, AssessmentError(message: "unparsable")),
      (
        #"{"error_code": "RATE_LIMIT", "error_message": "slow down", "stack_trace": "at x"}"#,
        full
      ),
      ("{}", AssessmentError()),
    ]
    for (text, error) in cases {
      let item = try read(line(assessment: Self.judge + #", "error": \#(text), "value": null"#))
      #expect(item.verdicts.first?.verdict.result == .failure(error))
      #expect(item.repaired == 0)
    }
  }

  @Test("A value beside an error gives way, and is counted")
  func valueBesideError() throws {
    let item = try read(line(assessment: Self.judge + #", "error": "e", "value": 1"#))
    #expect(item.verdicts.first?.verdict.result == .failure(AssessmentError(message: "e")))
    #expect(item.repaired == 1)
  }

  @Test("What MLflow's records have besides")
  func record() throws {
    let item = try read(
      line(
        assessment: #"""
          "assessment_name": "q", "source": {"source_type": "HUMAN", "source_id": "ana"},
          "feedback": {"value": "yes"}, "overrides": "a-0", "valid": false,
          "last_update_time_ms": 1795210034370, "trace_id": "tr-x"
          """#))
    let assessment = try #require(item.assessments.first)
    #expect(assessment.overrides == "a-0" && assessment.valid == false)
    #expect(assessment.lastUpdateTime?.milliseconds == 1_795_210_034_370)
    #expect(assessment.traceID.isEmpty)
  }

  @Test("valid: true says nothing")
  func valid() throws {
    let item = try read(line(assessment: Self.human + #", "value": 1, "valid": true"#))
    #expect(item.assessments.first?.valid == nil)
  }

  @Test("A reference to an issue keeps nothing else out")
  func issue() throws {
    let item = try read(
      #"""
      {"trace_id": "tr-1", "assessments": [
        {"assessment_name": "iss-1", "issue": {"issue_name": "slow"}},
        {\#(Self.human), "value": 1}]}
      """#)
    #expect(item.assessments.count == 1)
    #expect(item.repaired == 1)
  }

  static let human = #""name": "q", "source_type": "HUMAN", "source_id": "ana""#
  static let judge = #""name": "q", "source_type": "LLM_JUDGE", "source_id": "m""#
}
