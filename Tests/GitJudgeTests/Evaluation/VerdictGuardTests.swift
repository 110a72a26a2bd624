import JudgeJSON
import JudgePrivacy
import JudgeRecords
import JudgeScoring
import Testing

@testable import GitJudge

@Suite("What is kept of what judges say") struct VerdictGuardTests {
  private let judge = FunctionJudge("check") { _ in true }
  private let token = "gh" + "p_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"

  private func said(_ name: String, _ rationale: String? = nil) -> Feedback {
    Feedback(name: name, value: true, rationale: rationale, source: judge.source)
  }

  private func code(_ kept: [Feedback]) -> String? { kept.count == 1 ? kept[0].error?.code : nil }

  @Test("Ordinary verdicts stay as they are") func ordinary() {
    var keeper = VerdictGuard(SecretScrubber([]))
    let all = [said("check", "Fine."), said("check/part")]
    #expect(keeper.kept(all, of: judge) == all)
    #expect(keeper.kept([], of: judge) == [] && keeper.warnings == [])
  }

  @Test("A row beyond a bound is one error, and the next row is kept") func bounds() {
    var keeper = VerdictGuard(SecretScrubber([]))
    for all in [
      (0...VerdictGuard.mostNamesOfRow).map { said("n\($0)") },
      [Feedback](repeating: said("n"), count: VerdictGuard.mostVerdictsOfRow + 1),
      [said("")], [said(String(repeating: "n", count: 251))], [said("a\nb")],
      [said("check", String(repeating: "x", count: 300_000))],
    ] {
      #expect(code(keeper.kept(all, of: judge)) == "TOO_LARGE")
      #expect(code(keeper.kept([said("check")], of: judge)) == nil)
    }
  }

  @Test("The names of all rows count together") func names() {
    var keeper = VerdictGuard(SecretScrubber([]))
    var errors = 0
    for row in 0..<30 {
      let all = (0..<50).map { said("row\(row)/n\($0)") }
      if code(keeper.kept(all, of: judge)) == "TOO_LARGE" { errors += 1 }
    }
    #expect(errors == 10)
    #expect(code(keeper.kept([said("row0/n0")], of: judge)) == nil)
  }

  @Test("A long error is cut at a character") func errors() throws {
    var keeper = VerdictGuard(SecretScrubber([]))
    let message = "x" + String(repeating: "é", count: 5_000)
    let error = Feedback(
      name: "check", error: AssessmentError(code: "E", message: message), source: judge.source)
    let kept = try #require(keeper.kept([error], of: judge).first?.error?.message)
    #expect(kept.utf8.count < 4_010 && kept.hasSuffix("é…") && !kept.contains("\u{fffd}"))
  }

  @Test("Secrets are blanked wherever they stand, and counted") func secrets() throws {
    var keeper = VerdictGuard(SecretScrubber([Secret("my-own-key-0123")]))
    var all = said("check", "see \(token) and my-own-key-0123")
    all.metadata["note"] = .string(token)
    all.result = .success(["inner": .string(token), token: 1])
    all.spanID = token
    let kept = try #require(keeper.kept([all], of: judge).first)
    #expect(kept.rationale == "see «secret» and «secret»")
    #expect(
      kept.metadata["note"] == "«secret»" && kept.value == ["inner": "«secret»", "«secret»": 1])
    #expect(kept.spanID == "«secret»")
    #expect(keeper.warnings == ["1 verdict held what looks like an access token; it was blanked"])
    var allowing = VerdictGuard(SecretScrubber([Secret("my-own-key-0123")]), keepsSecrets: true)
    #expect(
      allowing.kept([all], of: judge).first?.rationale == "see \(token) and «secret»",
      "the machine's own keys are never kept")
  }

  @Test("A traced span keeps no secret in the names of its members") func spans() {
    let cleaner = TraceCleaner(scrubber: SecretScrubber([]), keepsSecrets: false)
    let span: JSONObject = ["name": "call", "attributes": [token: 1, "password": "Tr0ub4dor&3"]]
    #expect(
      cleaner.cleaned(span)
        == ["name": "call", "attributes": ["«secret»": 1, "password": "«secret»"]])
  }
}
