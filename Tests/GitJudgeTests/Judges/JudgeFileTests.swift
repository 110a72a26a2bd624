import GitJudge
import Testing

@Suite("A judge in a file")
struct JudgeFileTests {
  private func read(
    _ text: String, path: String = "judge.json", name: String = "tone"
  ) throws -> JudgeBody {
    try JudgeFile.read(Array(text.utf8), path: path, name: name)
  }

  private func message(of text: String) -> String {
    let error = #expect(throws: JudgeFailure.self) { try read(text) }
    #expect(error?.code == .invalid)
    return error?.message ?? ""
  }

  @Test("All fields of a judge")
  func fields() throws {
    let body = try read(
      """
      {"name": "tone", "description": "d", "instructions": "Rate {{ outputs }}",
       "feedback_value_type": "int", "labels": [1, 2, 3], "ordered": [1, 2, 3], "pass": [3],
       "model": "recorded:/a/b", "feedback_name": "style", "rubric": "ignored"}
      """)
    #expect(body.name == "tone" && body.feedbackName == "style" && body.valueType == .int)
    #expect(body.values == [1, 2, 3] && body.ordered == [1, 2, 3] && body.pass == [3])
    #expect(body.model == "recorded:/a/b" && body.description == "d")
  }

  @Test("Labels given under the file's name answer the judge when it gets another one")
  func renamed() throws {
    let text = #"{"name": "tone", "instructions": "x", "values": ["a"], "model": null}"#
    let body = try read(text, name: "tone_strict")
    #expect(body.name == "tone_strict" && body.feedbackName == "tone" && body.model == nil)
    #expect(body.values == ["a"])
    #expect(try read(text).feedbackNameOverride == nil)
  }

  @Test("A list from which the name picks")
  func list() throws {
    let text = """
      [{"name": "a", "instructions": "A"}, {"name": "tone", "instructions": "B"}]
      """
    #expect(try read(text).instructions == "B")
    let missing = #expect(throws: JudgeFailure.self) { try read(text, name: "c") }
    #expect(missing?.code == .notFound && missing?.remedy == "it holds: a, tone")
    let twice = #expect(throws: JudgeFailure.self) {
      try read(#"[{"name": "tone"}, {"name": "tone"}]"#)
    }
    #expect(twice?.code == .ambiguous)
  }

  @Test("Errors name the file and the line and column, or the field")
  func errors() {
    #expect(message(of: "{\n  \"name\": bad\n}").hasPrefix("judge.json:2:11: "))
    #expect(message(of: #"{"name": "tone"}"#).hasPrefix("judge.json: instructions: "))
    #expect(
      message(of: #"{"instructions": "x", "feedback_value_type": "text"}"#)
        .hasPrefix("judge.json: feedback_value_type: "))
    #expect(
      message(of: #"{"instructions": "x", "labels": ["a", "a"]}"#)
        .hasPrefix("judge.json: labels: "))
    #expect(
      message(of: #"{"instructions": "x", "labels": ["a", {}]}"#)
        .hasPrefix("judge.json: labels[1]: "))
    #expect(
      message(of: #"{"instructions": "x", "values": [1, "a"]}"#).hasPrefix("judge.json: values: "))
    #expect(
      message(of: #"{"instructions": "x", "labels": ["a"], "pass": ["b"]}"#)
        .hasPrefix("judge.json: pass: "))
    #expect(
      message(of: #"{"instructions": "x", "labels": ["a", "b"], "ordered": ["a"]}"#)
        .hasPrefix("judge.json: ordered: "))
    #expect(
      message(of: #"{"instructions": "x", "feedback_name": 1}"#)
        .hasPrefix("judge.json: feedback_name: "))
    #expect(message(of: "3").contains("must be a judge, or a list of judges"))
  }

  @Test("Any other file is the instructions")
  func markdown() throws {
    let body = try read("Rate {{ outputs }}.\n", path: "judge.md")
    #expect(body.instructions == "Rate {{ outputs }}.\n" && body.name == "tone")
    #expect(throws: JudgeFailure.self) {
      try JudgeFile.read([0xff, 0xfe], path: "judge.md", name: "tone")
    }
  }
}
