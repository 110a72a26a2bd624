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

  @Test(
    "Where people labelled, their label decides; unlabelled traces are left out, failures are wrong"
  )
  func accuracy() throws {
    let comparison = try VerdictComparison(
      [
        row("a", "no", "yes", "yes"), row("b", "yes", "no", "yes"), row("c", "no", "yes", "yes"),
        row("d", "yes", "yes", "yes"), row("e", "yes", nil, "yes"), row("f", "no", "yes"),
        row("g", nil, nil, "yes"), row("h", nil, "yes"),
      ], pass: ["no"])
    #expect(comparison.measure == .accuracy)
    #expect(comparison.n == 6)
    #expect(comparison.errors == 2 && comparison.failed == ["e", "g"])
    #expect(comparison.fixed == ["a", "c"])
    #expect(comparison.broken == ["b", "e"])
    #expect(comparison.changed == ["a", "b", "c"])
    #expect(comparison.delta == 0 && comparison.answeredDelta == 0.25)
    #expect(comparison.json["delta_answered"] == 0.25)
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

  @Test("p takes groups as units") func groups() throws {
    func p(_ group: (Int) -> String) throws -> Double {
      let rows = (0..<20).map {
        VerdictComparison.Row(
          id: "\($0)", first: "no", second: "yes", truth: "yes", group: group($0))
      }
      return try VerdictComparison(rows, pass: []).figures.mcNemarP
    }
    #expect(abs(try p { "\($0 / 10)" } - 0.5) < 1e-12)
    #expect(try p { "\($0)" } < 1e-5)
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

  @Test("The interval decides what is proved")
  func finding() throws {
    func compared(_ fixed: Int, _ broken: Int) throws -> VerdictComparison.Finding {
      let rows = (0..<40).map { place in
        VerdictComparison.Row(
          id: "t\(place)", first: place < fixed ? "no" : "yes",
          second: (fixed..<fixed + broken).contains(place) ? "no" : "yes", truth: nil)
      }
      return try VerdictComparison(rows, pass: ["yes"]).finding
    }
    #expect(try compared(20, 0) == .better)
    #expect(try compared(0, 20) == .worse)
    #expect(try compared(2, 2) == .open && compared(0, 0) == .open)
    #expect(try VerdictComparison([], pass: []).finding == .open)
  }
}
