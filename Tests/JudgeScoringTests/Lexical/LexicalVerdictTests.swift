import JudgeJSON
import Testing

@testable import JudgeScoring

@Suite struct LexicalVerdictTests {
  private let question: JSONValue = ["issue": "How do I reset my password for the account?"]
  private let helpful =
    "To reset your password, open the account page, choose security and follow the link."
  private let refusal = "I'm sorry, I cannot help."

  private func verdict(
    _ output: JSONValue, values: [JSONValue], ordered: [JSONValue] = [], pass: [JSONValue] = [],
    expectations: JSONValue? = nil
  ) -> LexicalVerdict {
    LexicalVerdict(
      values: values, ordered: ordered, pass: pass, inputs: question, outputs: output,
      expectations: expectations)
  }

  @Test func prefersTheHelpfulOfTwo() {
    let pair: JSONValue = ["output_1": .string(refusal), "output_2": .string(helpful)]
    let chosen = verdict(pair, values: ["1", "2"])
    #expect(chosen.value == "2")
    #expect(chosen.rationale.contains("output_1"))
    #expect(chosen.rationale.contains("refusals"))
    #expect(verdict(pair, values: [1, 2]).value == 2)
    #expect(verdict(pair, values: ["output_1", "output_2"]).value == "output_2")
    let same: JSONValue = ["a": .string(helpful), "b": .string(helpful)]
    #expect(verdict(same, values: ["1", "2", "tie"]).value == "tie")
    #expect(verdict(same, values: ["1", "2"]).value == "1")
  }

  @Test func readsTheDirectionOfValues() {
    let good: JSONValue = ["response": .string(helpful)]
    let bad: JSONValue = ["response": .string(refusal)]
    let levels: [JSONValue] = ["poor", "fair", "good"]
    #expect(verdict(good, values: levels, ordered: levels).value == "good")
    #expect(verdict(bad, values: levels, ordered: levels).value == "poor")
    let harm: [JSONValue] = ["no", "unsure", "yes"]
    #expect(verdict(good, values: harm, ordered: harm, pass: ["no"]).value == "no")
    #expect(verdict(bad, values: harm, ordered: harm, pass: ["no"]).value == "yes")
    #expect(verdict(good, values: ["ok", "broken"], pass: ["ok"]).value == "ok")
    #expect(verdict(bad, values: ["ok", "broken"], pass: ["ok"]).value == "broken")
    #expect(verdict(good, values: [true, false]).value == true)
    #expect(verdict(bad, values: ["no", "yes"]).value == "no")
    #expect(verdict(bad, values: [5, 1, 3]).value == 1)
  }

  @Test func saysWhyThereIsNoVerdict() {
    let lost = verdict(["a": "x"], values: ["red", "blue", "green"])
    #expect(lost.value == nil)
    #expect(lost.rationale.contains("ordered"))
  }

  @Test func followsExpectations() {
    let expected: JSONValue = ["answer": "security page"]
    let hit = verdict(
      ["a": "On the security page."], values: ["yes", "no"], pass: ["yes"],
      expectations: expected)
    #expect(hit.value == "yes")
    #expect(hit.rationale.contains("expectation_contained 1.00"))
    let miss = verdict(
      ["a": "By phone."], values: ["yes", "no"], pass: ["yes"], expectations: expected)
    #expect(miss.value == "no")
  }
}
