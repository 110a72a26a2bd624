import JudgeJSON
import JudgeRecords
import JudgeReview
import Testing

/// What a reviewer sees of a trace, before and after their own label.
@Suite struct LabelCardTests {
  @Test func aCardHasNoLabelAndNoVerdict() {
    var trace = Trace(id: "t1", inputs: "in", outputs: "out")
    let record = ContentID(hashing: [1])
    trace.labels = [
      Label(
        id: "a-1", record: record,
        assessment: Assessment(
          traceID: "t1", name: "tone", source: .human("bob"), content: .feedback("bad")))
    ]
    trace.verdicts = [
      Feedback(
        name: "tone", value: "bad", rationale: nil,
        source: AssessmentSource(type: .llmJudge, id: "gpt"))
    ]
    trace.decisions = ["tone": "bad"]
    trace.tags = ["expected": "bad"]
    let card = LabelCard(item: LabelItem(traceID: "t1"), trace: trace)
    #expect(card.trace.labels.isEmpty && card.trace.verdicts.isEmpty)
    #expect(card.trace.decisions.isEmpty && card.trace.tags.isEmpty && card.opinions == nil)
    #expect(card.trace.inputs == "in")
  }

  @Test func aRevealHasTheLastVerdictOfEachJudgeAndTheLabelsOfOthers() {
    var trace = Trace(id: "t", inputs: "", outputs: "")
    let current = ContentID(hashing: [1])
    func verdict(_ who: String, _ value: JSONValue, _ judge: ContentID?) -> Feedback {
      var verdict = Feedback(
        name: "tone", value: value, rationale: nil,
        source: AssessmentSource(type: .llmJudge, id: who))
      verdict.judge = judge
      return verdict
    }
    trace.verdicts = [
      verdict("gpt", "bad", current), verdict("gpt", "good", current), verdict("old", "bad", nil),
    ]
    trace.labels = ["ann", "bob"].map { who in
      Label(
        id: "a-" + who, record: ContentID(hashing: Array(who.utf8)),
        assessment: Assessment(
          traceID: "t", name: "tone", source: .human(who), content: .feedback("bad")))
    }
    let reveal = LabelReveal(trace, on: "tone", besides: "ann", judge: current)
    #expect(Set(reveal.opinions.map(\.who)) == ["gpt", "old", "bob"])
    // The last verdict of the judge that is asked counts, not another judge's.
    #expect(!reveal.judgeDiffers(from: "good") && reveal.judgeDiffers(from: "bad"))
    let unknown = LabelReveal(trace, on: "tone", besides: "ann", judge: nil)
    #expect(unknown.judgeDiffers(from: "good"))
  }
}
