import JudgeJSON
import JudgeModels
import JudgeScoring
import Testing

@testable import JudgeAlignment

@Suite("Answers of models that write no JSON")
struct PlainAnswerTests {
  @Test("A list is its entries, whatever stands around them")
  func list() {
    let text = """
      Here are the guidelines:

      1. Name the order.
      2) Say **what** to do.
      - Be brief.
      * Never promise.
      3 apples are no entry.
      -nor is this
      """
    #expect(
      PlainAnswer(text).value(isList: true)
        == ["Name the order.", "Say **what** to do.", "Be brief.", "Never promise."])
    #expect(PlainAnswer("I see no rule here.").value(isList: true) == nil)
    #expect(PlainAnswer("").value(isList: true) == nil)
  }

  @Test("A text is all of it, or what stands in a code fence")
  func text() {
    #expect(
      PlainAnswer("  If the order is named, say yes.\n").value(isList: false)
        == "If the order is named, say yes.")
    #expect(
      PlainAnswer("Sure:\n```text\nLine one\nLine two\n```\nDone.").value(isList: false)
        == "Line one\nLine two")
    #expect(PlainAnswer(" \n ").value(isList: false) == nil)
  }

  @Test("What was meant to be JSON is asked again")
  func json() {
    #expect(PlainAnswer(#"{"rule": "If the order"#).value(isList: false) == nil)
    #expect(PlainAnswer("{ rule").value(isList: false) == nil)
    #expect(PlainAnswer("{{ inputs }} and more").value(isList: false) == "{{ inputs }} and more")
  }

  @Test("A rule in plain words is a rule, and costs one call")
  func reflection() async throws {
    let model = Scripted { _ in "If the order is named, say yes." }
    let reflection = Reflection(model: try model.context().registry.chat("scripted:/x"))
    var prompt = FencedPrompt()
    prompt.say("Write one rule.")
    let answer = try await reflection.object(
      prompt, schema: ["rule": ["type": "string"]], needing: "rule")
    #expect(answer["rule"] == "If the order is named, say yes.")
    #expect(model.requests.count == 1)
  }
}
