import JudgeJSON
import JudgeRecords
import JudgeScoring
import Testing

@testable import JudgeEvaluation

@Suite("Errors of verdicts, grouped") struct VerdictErrorsTests {
  private func failed(_ code: String, _ message: String? = nil, name: String = "tone") -> Feedback {
    Feedback(
      name: name, error: AssessmentError(code: code, message: message),
      source: AssessmentSource(type: .llmJudge, id: "openai:/m"))
  }

  @Test("A single error names its trace") func one() {
    var errors = VerdictErrors()
    errors.add(failed("MODEL_FAILED", "no answer"), on: "tr-1")
    #expect(errors.lines() == ["tr-1: MODEL_FAILED: no answer"])
    #expect(errors.lines(hasSeveralJudges: true) == ["tone on tr-1: MODEL_FAILED: no answer"])
  }

  @Test("The same error on many traces is one line with its count") func repeated() {
    var errors = VerdictErrors()
    for number in 1...2 { errors.add(failed("X", "y"), on: "tr-\(number)") }
    #expect(errors.lines() == ["tr-1: X: y (2 verdicts; also tr-2)"])
    for number in 3...120 { errors.add(failed("X", "y"), on: "tr-\(number)") }
    #expect(errors.lines() == ["tr-1: X: y (120 verdicts; also tr-2, tr-3, …)"])
    #expect(errors.count == 120)
    #expect(errors.groups.first?.traces.count == VerdictErrors.mostTraces)
  }

  @Test("An error that names its own trace is the same error on each") func namedTrace() {
    var errors = VerdictErrors()
    for number in 1...30 {
      errors.add(
        failed("MISSING_FIELD", "the trace tr-\(number) has no outputs"), on: "tr-\(number)")
    }
    #expect(errors.groups.count == 1 && errors.groups.first?.count == 30)
  }

  @Test("Different errors are counted beyond the lines that are shown") func many() {
    var errors = VerdictErrors()
    for number in 0..<300 { errors.add(failed("X", "reason \(number)"), on: "tr-\(number)") }
    #expect(errors.groups.count == VerdictErrors.mostGroups)
    #expect(errors.count == 300)
    #expect(errors.lines().count == 4)
    #expect(errors.lines().last == "… 297 verdicts with other errors")
  }

  @Test(
    "A verdict that was not asked for is no error",
    arguments: ["BUDGET", "OFFLINE", "NOT_ASKED", "CANCELLED"])
  func unasked(_ code: String) {
    var errors = VerdictErrors()
    errors.add(failed(code, "not now"), on: "tr-1")
    errors.add(
      Feedback(name: "tone", value: "yes", rationale: nil, source: .human("ann")), on: "tr-2")
    #expect(errors.count == 0 && errors.lines().isEmpty && errors.json == [])
    var unasked = VerdictErrors(areUnasked: true)
    unasked.add(failed(code, "not now"), on: "tr-1")
    unasked.add(failed("MODEL_FAILED", "no answer"), on: "tr-2")
    #expect(unasked.count == 1 && unasked.codes == [code: 1])
  }

  @Test("Two judges on one trace are two verdicts of one reason") func judges() {
    var errors = VerdictErrors()
    for name in ["tone", "length"] { errors.add(failed("X", "y", name: name), on: "tr-1") }
    #expect(errors.lines(hasSeveralJudges: true) == ["tone, length on tr-1: X: y (2 verdicts)"])
    #expect(
      errors.json == [
        [
          "code": "X", "message": "y", "n": 2, "names": ["tone", "length"], "trace_ids": ["tr-1"],
        ]
      ])
  }
}
