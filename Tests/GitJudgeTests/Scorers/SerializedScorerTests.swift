import Testing

@testable import GitJudge

/// Judges from MLflow's serialized scorers.
@Suite struct SerializedScorerTests {
  private func body(_ type: String, name: String = "tone") -> JudgeBody? {
    SerializedScorer(
      """
      {"name": "tone", "instructions_judge_pydantic_data": {"instructions": "Rate {{ outputs }}", \
      "model": "openai:/m", "feedback_value_type": \(type)}}
      """)?.described(as: name)?.body
  }

  @Test("Every type of value that MLflow writes")
  func types() throws {
    let texts = try #require(body(#"{"enum": ["a", "b"], "type": "string"}"#))
    #expect(texts.values == ["a", "b"] && texts.valueType == .string)
    let numbers = try #require(body(#"{"enum": [1, 2]}"#))
    #expect(numbers.values == [1, 2] && numbers.valueType == .int)
    #expect(body(#"{"const": true}"#)?.values == [true])
    for (name, type) in [
      ("string", FeedbackValueType.string), ("integer", .int), ("number", .float),
      ("boolean", .bool),
    ] {
      #expect(body(#"{"title": "Result", "type": "\#(name)"}"#)?.valueType == type)
    }
    let list = try #require(
      body(#"{"title": "Result", "type": "array", "items": {"type": "string"}}"#))
    #expect(list.valueSchema == ["type": "array", "items": ["type": "string"]])
    let optional = try #require(body(#"{"anyOf": [{"type": "string"}, {"type": "null"}]}"#))
    #expect(optional.valueSchema?["anyOf"] != nil)
    // A judge has values of one type.
    #expect(body(#"{"enum": [1, "a"]}"#) == nil)
  }

  @Test("Under another name it still answers the question of its own")
  func renamed() throws {
    #expect(body("null")?.feedbackName == "tone")
    let renamed = try #require(body("null", name: "tone_aligned"))
    #expect(renamed.name == "tone_aligned" && renamed.feedbackName == "tone")
  }

  @Test("Text that is no scorer has no judge", arguments: ["", "5", "[]", "{}", #"{"name": 5}"#])
  func noScorer(text: String) {
    #expect(SerializedScorer(text)?.described(as: "tone") == nil)
    #expect(SerializedScorer(text)?.family == nil)
  }

  @Test("An ensemble of judges is one, unless its method or a member is not known here")
  func ensemble() throws {
    func made(_ method: String, _ members: [String]) -> JudgeBody? {
      let scorers = members.map { name in
        #"{"name": "\#(name)", "instructions_judge_pydantic_data": {"instructions": "{{ outputs }}""#
          + #", "model": "openai:/m", "feedback_value_type": {"enum": ["good", "bad"]}}}"#
      }
      return SerializedScorer(
        #"{"name": "panel", "ensemble_scorer_data": {"ensemble_fn": "\#(method)", "scorers": ["#
          + scorers.joined(separator: ",") + "]}}")?.described(as: "panel")?.body
    }
    let panel = try #require(made("majority_vote", ["a", "b", "c"]))
    #expect(panel.form == .ensemble && panel.members.map(\.name) == ["a", "b", "c"])
    #expect(panel.values == ["good", "bad"])
    #expect(made("agg_all", ["a", "b"]) == nil && made("mean", []) == nil)
  }
}
