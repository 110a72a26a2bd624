import JudgeJSON
import JudgeRecords
import JudgeScoring
import Testing

@testable import JudgeEvaluation

@Suite("The tally of a run, and what evaluate says of the same verdicts")
struct RunTallyTests {
  private let hash = ContentID(hashing: [1])
  private let traces = (0..<5).map { People.trace("t\($0)", [:]) }

  private func body(pass: [JSONValue] = ["good"]) -> JudgeBody {
    var body = JudgeBody(name: "tone", instructions: "Rate.")
    body.values = ["good", "bad"]
    body.pass = pass
    return body
  }

  private func tally(_ said: [Feedback?], pass: [JSONValue] = ["good"]) -> RunTally {
    var tally = RunTally(
      MeasuredJudge.named([(body(pass: pass), hash, "tone", "tone@v1")]))
    tally.add(said, on: traces, by: hash)
    return tally
  }

  private func unasked(_ code: String = "BUDGET") -> Feedback {
    Feedback(
      name: "tone", error: AssessmentError(code: code, message: nil),
      source: AssessmentSource(type: .llmJudge, id: "m"))
  }

  @Test("Values, errors, and what was not asked for")
  func counts() {
    let tally = tally([
      People.verdict("good", by: "m"), People.verdict("bad", by: "m"), People.failure(by: "m"),
      unasked(), nil,
    ])
    #expect(tally.counts == ["tone": ["good": 1, "bad": 1]])
    #expect(tally.errors.count == 1 && tally.unasked == 1 && tally.failed.isEmpty)
    #expect(
      tally.metrics == [
        "tone/errors": 1, "tone/error_rate": 1.0 / 3, "tone/pass": 1.0 / 3, "tone/pass_rate": 0.5,
        "tone/count/good": 1, "tone/count/bad": 1, "unasked": 1,
      ])
  }

  @Test("A judge whose verdicts are all errors has failed; one that was not asked has not")
  func failed() {
    let failed = tally([People.failure(by: "m"), unasked()])
    #expect(failed.failed == ["tone"] && failed.counts.isEmpty)
    #expect(failed.metrics["tone/pass"] == 0 && failed.metrics["tone/pass_rate"] == nil)
    let skipped = tally([unasked("OFFLINE")])
    #expect(skipped.failed.isEmpty && skipped.metrics == ["unasked": 1])
  }

  @Test("A mark says how many traces taught the judge")
  func taught() {
    var tally = tally([People.verdict("good", by: "m")])
    tally.mark(hash, taught: 3)
    #expect(tally.metrics["tone/taught"] == 3)
  }

  @Test("run and evaluate give the same rates", arguments: [["good"], []] as [[JSONValue]])
  func sameRates(pass: [JSONValue]) {
    let said: [Feedback?] = [
      People.verdict("good", by: "m"), People.verdict("good", by: "m"),
      People.verdict("bad", by: "m"), People.failure(by: "m"), nil,
    ]
    let run = tally(said, pass: pass).metrics
    let evaluation = Metrics.of(said, body(pass: pass), truth: [])
    #expect(run.keys.contains("tone/pass") == !pass.isEmpty)
    for (name, value) in run { #expect(evaluation[name] == value, "\(name)") }
  }

  @Test("Versions of one name are told apart, and one version has the plain name")
  func keys() {
    let (a, b) = (ContentID(hashing: [1]), ContentID(hashing: [2]))
    let named = MeasuredJudge.named([
      (body(), a, "tone", "tone@v1"), (body(), b, "tone", "tone@v2"),
      (body(), b, "rude", "rude@v7"),
    ])
    #expect(named.map(\.key) == ["tone@v1", "tone@v2", "rude"])
  }
}
