import JudgeJSON
import JudgeRecords
import JudgeReview
import Testing

/// The order of a page with several questions, and the form of an answer.
@Suite struct PageQueueTests {
  @Test func questionsOnATraceFollowEachOtherAndRepeatsComeLast() {
    func items(_ ids: String..., again: String? = nil) -> [LabelItem] {
      ids.map { LabelItem(traceID: $0, batch: "june") }
        + (again.map { [LabelItem(traceID: $0, repeatIndex: 1)] } ?? [])
    }
    let merged = PageQueue.items(of: [
      (question: "tone", items: items("a", "b", "c", again: "a")),
      (question: "safety", items: items("c", "d", "a")),
    ])
    let told = merged.map {
      "\($0.traceID) \($0.question ?? "") \($0.repeatIndex ?? 0)"
    }
    #expect(
      told == [
        "a tone 0", "a safety 0", "c tone 0", "c safety 0", "b tone 0", "d safety 0", "a tone 1",
      ])
    #expect(merged.allSatisfy { $0.batch == ($0.repeatIndex == nil ? "june" : nil) })
  }

  @Test func theFormFollowsTheTypeAndTheSchema() {
    func form(_ change: (inout JudgeBody) -> Void) -> String {
      var body = JudgeBody(name: "q", instructions: "")
      change(&body)
      return AnswerForm(LabelQuestion(name: "q", body: body), body: body).name
    }
    #expect(form { $0.values = ["a", "b"] } == "choice")
    #expect(form { $0.valueType = .bool } == "choice")
    #expect(form { $0.valueType = .int } == "number")
    #expect(form { $0.valueSchema = ["type": "number", "minimum": 0] } == "number")
    #expect(form { $0.valueSchema = ["type": "array", "items": ["enum": ["a"]]] } == "choices")
    #expect(form { $0.valueSchema = ["type": "array", "items": ["type": "string"]] } == "json")
    #expect(form { $0.valueSchema = ["type": "object"] } == "json")
    #expect(form { $0.valueSchema = ["type": "string", "maxLength": 3] } == "text")
    #expect(form { _ in } == "text")
    #expect(AnswerForm(LabelQuestion(name: "q", body: nil), body: nil) == .text)
  }
}
