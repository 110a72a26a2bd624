import JudgeJSON
import JudgeRecords
import JudgeReview
import ReviewTestSupport
import Testing

@testable import git_judge

/// The keys that answer a question.
@Suite struct AnswerKeysTests {
  @Test func aLetterStandsForOneAnswerAndNoCommand() {
    var body = JudgeBody.tone
    body.values = ["yes", "no", "fail", "not sure"]
    let answers = AnswerKeys(LabelQuestion(name: "tone", body: body))
    // "n" would stand for two answers, and "f" flags.
    #expect(answers.keys == [["1", "y"], ["2"], ["3"], ["4"]])
    #expect(answers.choice(for: "Y")?.value == "yes" && answers.choice(for: "n") == nil)
    #expect(answers.value("not sure") == "not sure" && answers.value("4") == "not sure")
    #expect(answers.value("f") == nil && answers.value("y") == "yes")
    #expect(answers.question.choices.map { answers.takenLetter(of: $0) } == [nil, nil, "f", nil])
  }

  @Test func onlyNineAnswersHaveADigit() {
    var body = JudgeBody.tone
    body.values = (1...12).map { .number(Double($0)) }
    body.valueType = .int
    let many = AnswerKeys(LabelQuestion(name: "score", body: body))
    #expect(many.value("12") == 12 && many.value("13") == nil && many.keys[11].isEmpty)
    #expect(many.keys[8] == ["9"])
  }
}
