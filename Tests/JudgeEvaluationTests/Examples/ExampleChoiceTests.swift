import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import Testing

@Suite("Examples chosen for the errors that they correct")
struct ExampleChoiceTests {
  private func candidate(
    _ id: String, expected: JSONValue, said: JSONValue?, why: String? = nil
  ) -> ExampleChoice.Candidate {
    ExampleChoice.Candidate(
      trace: Trace(id: id, inputs: "q", outputs: "a"), expected: expected, rationale: why,
      said: said)
  }

  private func pick(_ candidates: [ExampleChoice.Candidate], _ limit: Int = 5) -> [String] {
    ExampleChoice.pick(candidates, pass: ["yes"], limit: limit).map(\.trace.id)
  }

  @Test("Each kind of error gives one before any gives two; the largest goes first")
  func groups() {
    let candidates = [
      candidate("a1", expected: "no", said: "yes"), candidate("a2", expected: "no", said: "yes"),
      candidate("a3", expected: "no", said: "yes"), candidate("b1", expected: "yes", said: "no"),
      candidate("c1", expected: "yes", said: nil), candidate("ok", expected: "yes", said: "yes"),
    ]
    #expect(pick(candidates) == ["a1", "b1", "c1", "a2", "a3"])
    #expect(pick(candidates, 3) == ["a1", "b1", "c1"])
    #expect(pick(candidates.reversed()) == pick(candidates))
  }

  @Test("Cases with a reason come first, and both classes are shown")
  func classes() {
    let errors = (0..<6).map {
      candidate("e\($0)", expected: "no", said: "yes", why: $0 == 4 ? "because" : nil)
    }
    #expect(pick(errors) == ["e4", "e0", "e1", "e2", "e3"])
    let right = candidate("ok", expected: "yes", said: "yes")
    #expect(pick(errors + [right]) == ["e4", "e0", "e1", "e2", "ok"])
    #expect(pick([errors[0], right]) == ["e0", "ok"])
    #expect(pick([right]) == [])
  }
}
