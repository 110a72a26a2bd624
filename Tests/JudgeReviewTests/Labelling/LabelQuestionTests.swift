import JudgeJSON
import JudgeRecords
import JudgeReview
import ReviewTestSupport
import Testing

/// The answers that a question allows.
@Suite struct LabelQuestionTests {
  @Test func declaredValuesAreTheChoices() {
    var body = JudgeBody.tone
    body.values = ["yes", "not sure"]
    let question = LabelQuestion(name: "tone", body: body)
    #expect(question.form == .choice && question.choices.map(\.text) == ["yes", "not sure"])
    #expect(question.value("not sure") == "not sure" && question.value("not") == nil)
    #expect(question.value("") == nil && question.value("2") == nil)
    #expect(question.wanted == "yes, not sure" && question.text(of: "other") == "other")
  }

  @Test func aTruthValueIsYesOrNo() {
    let body = JudgeBody(name: "tone", instructions: "", valueType: .bool)
    let question = LabelQuestion(name: "tone", body: body)
    #expect(question.choices.map(\.value) == [true, false])
    #expect(question.value("no") == false && question.value("true") == true)
    #expect(question.text(of: true) == "yes" && question.wanted == "yes, no")
  }

  @Test func numbersAndTexts() {
    var body = JudgeBody(name: "tone", instructions: "", valueType: .int)
    let whole = LabelQuestion(name: "tone", body: body)
    #expect(whole.form == .number && whole.wanted == "a whole number")
    #expect(whole.value("12") == 12 && whole.value("1.5") == nil && whole.value("") == nil)
    body.valueType = .float
    let number = LabelQuestion(name: "tone", body: body)
    #expect(number.wanted == "a number" && number.value("1.5") == 1.5)
    #expect(number.text(of: 1.5) == "1.5")
    let text = LabelQuestion(name: "tone", body: nil)
    #expect(text.form == .text && text.wanted == "a text" && text.choices.isEmpty)
    #expect(text.value("12") == "12" && text.value("") == nil)
  }
}
