import Testing

/// `compare` and `gate` over runs of recorded judges.
@Suite struct CompareGateTests {
  /// Ten traces labelled good and bad in turn; one source is right, one always says good, one is
  /// missing on two traces.
  private func ready() throws -> (repository: Repository, runs: [String: String]) {
    let repository = try Repository.ready()
    try repository.load(
      (0..<10).map { number in
        let truth: JSON = number % 2 == 0 ? "good" : "bad"
        var verdicts: [String: JSON] = ["right": truth, "flattering": "good"]
        if number > 1 { verdicts["lazy"] = truth }
        // Ten questions, or all would be one group.
        return Samples.line(
          "case-\(number)", inputs: ["question": .text("Question \(number)")],
          labels: ["x": truth], verdicts: verdicts)
      })
    var runs: [String: String] = [:]
    for source in ["flattering", "right", "lazy"] {
      try repository.newJudge(
        "tone", "--values", "bad,good", "--pass", "good", "--model", "recorded:/\(source)")
      let result = try repository.judge("run", "tone", "--json").json()
      runs[source] = try #require(result["run"]?.text)
    }
    return (repository, runs)
  }

  @Test func compareSaysWhatFlippedAndWhetherItIsBetter() throws {
    let (repository, runs) = try ready()
    let a = try #require(runs["flattering"])
    let b = try #require(runs["right"])
    let result = try repository.json("compare", a, b)
    #expect(result["assessments", "tone", "n"] == 10)
    #expect(result["assessments", "tone", "delta"] == 0.5)
    #expect(result["assessments", "tone", "fixed"]?.list?.count == 5)
    #expect(result["assessments", "tone", "broken"]?.list?.isEmpty == true)
    let p = try #require(result["assessments", "tone", "mcnemar_p"]?.number)
    #expect(abs(p - 0.0625) < 1e-12)
    #expect(result["assessments", "tone", "interval"]?.list?.count == 2)
    #expect(try repository.judge("compare", a, b).expecting(0).text.contains("accuracy"))
    #expect(try repository.judge("compare", a, "ffffffff").status == 3)
  }

  @Test func gatePassesAndFails() throws {
    let (repository, runs) = try ready()
    let right = try #require(runs["right"])
    let flattering = try #require(runs["flattering"])
    let passed = try repository.json(
      "gate", right, "--min", "tone/pass=0.5", "--min-kappa", "0.9", "--baseline", flattering,
      "--allow-unfit")
    #expect(passed["passed"] == true)
    #expect(passed["checks"]?.list?.count == 4)
    #expect(passed["judges"]?.list?.first?.text?.hasPrefix("tone@v2 (") == true)
    let low = try repository.judge(
      "gate", right, "--min", "tone/pass=0.6", "--allow-unfit", "--json")
    #expect(low.status == 1, "\(low.all)")
    #expect(try low.json()["passed"] == false)
    let kappa = try repository.judge("gate", flattering, "--min-kappa", "0.1", "--allow-unfit")
    #expect(kappa.status == 1, "\(kappa.all)")
    #expect(try repository.judge("gate", right, "--min", "nonsense").status == 2)
    #expect(try repository.judge("gate", right, "--min", "tone/colour=1").status == 2)
  }

  @Test func rowsThatFailedToRunNeverPass() throws {
    let (repository, runs) = try ready()
    let lazy = try #require(runs["lazy"])
    let outcome = try repository.judge("gate", lazy, "--min", "tone/pass=0.5", "--allow-unfit")
    #expect(outcome.status == 1, "\(outcome.all)")
    // 4 of 10 pass: the two that failed are in the denominator
    let allowed = try repository.judge(
      "gate", lazy, "--min", "tone/pass=0.45", "--max-errors", "2", "--allow-unfit",
      "--json")
    #expect(allowed.status == 1, "\(allowed.all)")
    try repository.judge(
      "gate", lazy, "--min", "tone/pass=0.4", "--max-errors", "2", "--allow-unfit"
    ).expecting(0)
  }
}
