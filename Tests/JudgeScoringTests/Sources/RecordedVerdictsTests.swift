import JudgeJSON
import JudgeRecords
import JudgeScoring
import Testing

@Suite("Verdicts that another judge already left")
struct RecordedVerdictsTests {
  private func verdict(
    _ value: JSONValue, by source: String = "gpt", name: String = "tone"
  ) -> Feedback {
    Feedback(
      name: name, value: value, rationale: "because",
      source: AssessmentSource(type: .llmJudge, id: source))
  }

  private func said(
    _ verdicts: [Feedback], _ body: JudgeBody = Bodies.yesNo(), source: String = "gpt"
  ) -> Feedback {
    var trace = Bodies.trace()
    trace.verdicts = verdicts
    return RecordedVerdicts(sourceID: source).verdict(on: trace, for: body)
  }

  @Test("The latest counts, under the name and source of the judge that asks")
  func latest() {
    var first = verdict("yes")
    first.assessmentID = "a-1"
    let found = said([first, verdict("no"), verdict("yes", by: "other")])
    #expect(found.value == "no" && found.rationale == "because")
    #expect(found.source.id == "recorded:/gpt" && found.name == "tone")
    #expect(said([verdict("no"), first]).assessmentID == nil)
  }

  @Test("A source id may hold slashes, and is compared by its bytes")
  func sources() {
    #expect(said([verdict("no", by: "ChatGPT/CoT")], source: "ChatGPT/CoT").value == "no")
    let composed = "caf\u{e9}"
    #expect(said([verdict("no", by: "cafe\u{301}")], source: composed).value == nil)
  }

  @Test("Other questions, people, spans and verdicts of our own judges do not answer")
  func others() {
    var own = verdict("no")
    own.judge = ContentID(hashing: [1])
    var aboutSpan = verdict("no")
    aboutSpan.spanID = "s1"
    var human = verdict("no")
    human.source = .human("gpt")
    let found = said([own, aboutSpan, human, verdict("no", name: "other"), verdict("no", by: "b")])
    #expect(found.error?.code == "NO_RECORDED_VERDICT")
    #expect(
      found.error?.message == "gpt left no verdict on tr-1; recorded there: b")
    #expect(said([]).error?.message?.hasSuffix("none") == true)
  }

  @Test("A judge with another name answers the labels it was made for")
  func feedbackName() {
    var body = Bodies.yesNo()
    body.name = "tone_aligned"
    body.feedbackNameOverride = "tone"
    let found = said([verdict("yes")], body)
    #expect(found.value == "yes" && found.name == "tone_aligned")
  }

  @Test("A value that is not declared is an error, one that failed stays failed")
  func values() {
    let odd = said([verdict("Yes")])
    #expect(odd.error?.code == "VALUE_NOT_DECLARED")
    #expect(odd.error?.message?.contains("\"Yes\"") == true)
    #expect(said([verdict(true)]).value == nil)
    let failed = Feedback(
      name: "tone", error: AssessmentError(message: "timed out"),
      source: AssessmentSource(type: .llmJudge, id: "gpt"))
    #expect(said([verdict("yes"), failed]).error?.message == "timed out")
  }
}
