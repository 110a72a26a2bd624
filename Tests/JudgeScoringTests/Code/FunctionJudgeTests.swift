import JudgeJSON
import JudgeRecords
import JudgeScoring
import Testing

@Suite("A judge of code")
struct FunctionJudgeTests {
  private func said<Answer: FeedbackConvertible>(
    _ function: @escaping @Sendable (Trace) throws -> Answer
  ) async -> [Feedback] {
    await FunctionJudge("check") { try function($0) }.feedbacks(on: Bodies.trace())
  }

  @Test("Nothing, a boolean, a number, a text, one feedback or several")
  func answers() async {
    #expect(await said { _ in nil as Bool? }.isEmpty)
    #expect(await said { _ in true }.map(\.value) == [true])
    #expect(await said { _ in 3 }.map(\.value) == [3])
    #expect(await said { _ in 0.5 }.map(\.value) == [0.5])
    #expect(await said { $0.outputs.stringValue }.map(\.value) == ["Hello!"])
    let source = AssessmentSource(type: .code, id: "check")
    let two = await said { _ in
      [
        Feedback(name: "no_pii", value: true, rationale: "none", source: source),
        Feedback(name: "no_pii_score", value: 5, rationale: nil, source: source),
      ]
    }
    #expect(two.map(\.name) == ["no_pii", "no_pii_score"] && two.map(\.value) == [true, 5])
    #expect(await said { _ in true }.first?.source == source)
  }

  @Test("What it throws and what it must not say are errors, never values")
  func errors() async {
    struct Broken: Error {}
    let thrown = await said { _ -> Bool in throw Broken() }
    #expect(thrown.first?.error?.code == "SCORER_ERROR")
    #expect(await said { _ in Double.nan }.first?.error?.code == "NOT_FINITE")
    let declared = FunctionJudge(Bodies.yesNo()) { _ in "perhaps" }
    #expect(await declared.feedback(on: Bodies.trace()).error?.code == "VALUE_NOT_DECLARED")
    let silent = FunctionJudge("check") { _ in nil as Bool? }
    #expect(await silent.feedback(on: Bodies.trace()).error?.code == "NO_VERDICT")
  }
}
