import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import Testing

@Suite("Two runs on the same traces") struct VerdictComparisonTests {
  private func row(
    _ id: String, _ first: JSONValue?, _ second: JSONValue?, _ truth: JSONValue? = nil
  ) -> VerdictComparison.Row {
    VerdictComparison.Row(id: id, first: first, second: second, truth: truth)
  }

  @Test("Where people labelled, their label decides; unlabelled traces and errors are left out")
  func accuracy() throws {
    let comparison = try VerdictComparison(
      [
        row("a", "no", "yes", "yes"), row("b", "yes", "no", "yes"), row("c", "no", "yes", "yes"),
        row("d", "yes", "yes", "yes"), row("e", nil, "yes", "yes"), row("f", "no", "yes"),
      ], pass: ["no"])
    #expect(comparison.measure == .accuracy)
    #expect(comparison.n == 4)
    #expect(comparison.errors == 1)
    #expect(comparison.fixed == ["a", "c"])
    #expect(comparison.broken == ["b"])
    #expect(comparison.delta == 0.25)
    #expect(comparison.figures.mcNemarP == 1)
  }

  @Test("Without labels the passing values decide") func passing() throws {
    let rows = [row("a", "bad", "good"), row("b", "good", "good"), row("c", "bad", "worse")]
    let comparison = try VerdictComparison(rows, pass: ["good"])
    #expect(comparison.measure == .passRate)
    #expect(comparison.fixed == ["a"])
    #expect(comparison.changed == ["a", "c"])
    #expect(try VerdictComparison([], pass: []).delta == nil)
  }

  @Test("A gate fails on a loss that the interval shows, not on noise, and never on nothing")
  func gate() throws {
    let loss = (0..<40).map { row("\($0)", "yes", $0 < 20 ? "no" : "yes") }
    let noise = (0..<40).map {
      row("\($0)", $0 == 1 ? "no" : "yes", $0 == 2 || $0 == 3 ? "no" : "yes")
    }
    #expect(try !GateCheck.noLoss("x", VerdictComparison(loss, pass: [])).passed)
    #expect(try GateCheck.noLoss("x", VerdictComparison(noise, pass: [])).passed)
    #expect(try !GateCheck.noLoss("x", VerdictComparison([], pass: [])).passed)
    #expect(!GateCheck.atLeast(0.5, "x", nil).passed)
    #expect(!GateCheck.atMost(0, "errors", 1).passed)
    #expect(GateCheck.atLeast(0.5, "x", 0.5).passed)
  }
}
