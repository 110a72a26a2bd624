import JudgeTestSupport
import Testing

/// Who may bring what makes a judge fit for use: owners and the user of the clone.
@Suite struct FitnessTrustTests {
  private func ready(_ source: String) throws -> (repository: Repository, judge: String) {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(80))
    let judge = try repository.newJudge(
      "tone", "--values", "bad,good", "--pass", "good", "--model", "recorded:/\(source)")
    return (repository, judge)
  }

  private func card(_ repository: Repository, _ judge: String, _ email: String) throws {
    func criterion(_ name: JSON) -> JSON {
      [
        "name": name, "value": 1, "right": 1000, "n": 1000, "groups": 1000, "design_effect": 1,
        "effective_groups": 1000, "interval": .null, "bar": 0.8, "verdict": "fit",
      ]
    }
    let fit: JSON = [
      "verdict": "fit", "confidence": 0.95, "criteria": [criterion("TPR"), criterion("TNR")],
    ]
    var commit = PlainCommit(email: email)
    try commit.add(
      "report",
      [
        "report_type": "alignment", "feedback_name": "tone", "judge": .text(judge),
        "experiment": .text(try repository.json("experiment", "show")["hash"]?.text ?? ""),
        "base_name": .text(email), "figures": ["aligned": ["fit": fit]],
      ])
    try commit.commit(in: repository)
  }

  @Test func aStrangersCardDoesNotCount() throws {
    let (repository, judge) = try ready("reversed")
    let run = try repository.json("run", "tone")["run"]?.text ?? ""
    try card(repository, judge, "eve@example.com")
    let alias = try repository.judge("alias", "tone@v1", "production")
    #expect(alias.status == 1 && alias.errorText.contains("not fit for use"), "\(alias.all)")
    #expect(alias.errorText.contains("eve@example.com, who is not an owner here"), "\(alias.all)")
    let gate = try repository.judge("gate", run, "--json")
    #expect(gate.status == 1)
    let fit = try gate.json()["fit"]?.list?.first
    #expect(fit?["basis"] == "verdicts")
    #expect(fit?["notes"]?.list?.first?.text?.contains("eve@example.com") == true)
    // An owner's card counts, whoever wrote another one.
    try card(repository, judge, "ann@example.com")
    try repository.judge("alias", "tone@v1", "production").expecting(0)
  }

  /// Verdicts of a judge that nobody asked: those of the source that knows everything.
  private func forge(_ repository: Repository, _ judge: String) throws {
    let imported = try #require(
      try repository.records("verdicts").values.first { $0["source", "source_id"] == "right" })
    guard case .object(var members) = imported else { return }
    members["judge"] = .text(judge)
    members["kind"] = nil
    members["v"] = nil
    var commit = PlainCommit(email: "eve@example.com")
    try commit.add("verdicts", members)
    try commit.commit(in: repository)
  }

  @Test func aStrangersVerdictsDoNotMakeAJudgeFit() throws {
    let (repository, judge) = try ready("reversed")
    try forge(repository, judge)
    let alias = try repository.judge("alias", "tone@v1", "production")
    #expect(alias.status == 1 && alias.errorText.contains("fitness unknown"), "\(alias.all)")
    #expect(alias.errorText.contains("80 verdicts were brought by eve@example.com, who is not an"))
    // Own verdicts go before them, in `gate` too.
    let run = try repository.json("run", "tone")["run"]?.text ?? ""
    let own = try repository.judge("alias", "tone@v1", "production")
    #expect(own.status == 1 && own.errorText.contains("not fit for use"), "\(own.all)")
    let gate = try repository.judge("gate", run)
    #expect(gate.status == 1 && gate.text.contains("not fit for use"), "\(gate.all)")
  }

  @Test func aBotsVerdictsPassAGateAndAreNamedButGiveNoAlias() throws {
    let (repository, _) = try ready("right")
    try repository.git("config", "user.email", "bot@example.org")
    let run = try repository.json("run", "tone")["run"]?.text ?? ""
    #expect(try repository.json("gate", run)["fit"]?.list?.first?["notes"] == [])
    try repository.git("config", "user.email", "ann@example.com")
    let gate = try repository.judge("gate", run).expecting(0)
    #expect(gate.text.contains("80 verdicts were brought by bot@example.org"), "\(gate.text)")
    let alias = try repository.judge("alias", "tone@v1", "production")
    #expect(alias.status == 1 && alias.errorText.contains("bot@example.org"), "\(alias.all)")
    try repository.json("run", "tone")
    try repository.judge("alias", "tone@v1", "production").expecting(0)
  }
}
