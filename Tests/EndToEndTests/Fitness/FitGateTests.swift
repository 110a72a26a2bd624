import Testing

/// `gate` and the alias `production` refuse a judge that is not known to be fit for use.
@Suite struct FitGateTests {
  private func ready(
    _ count: Int, source: String, labels: Bool = true
  ) throws -> (repository: Repository, run: String) {
    let repository: Repository
    if labels {
      repository = try Repository.labelled(count, judgedBy: source)
    } else {
      repository = try Repository.ready()
      try repository.load((0..<count).map { Samples.line("case-\($0)") })
      try repository.newJudge(
        "tone", "--values", "bad,good", "--pass", "good", "--model", "embedded:/lexical")
    }
    return (repository, try repository.json("run", "tone")["run"]?.text ?? "")
  }

  @Test func aJudgeThatIsFitPasses() throws {
    let (repository, run) = try ready(80, source: "right")
    let gate = try repository.json("gate", run, "--min", "tone/pass=0.1")
    #expect(gate["passed"] == true && gate["allowed_unfit"] == false)
    #expect(gate["fit"]?.list?.first?["verdict"] == "fit")
    #expect(gate["fit"]?.list?.first?["basis"] == "verdicts")
    let set = try repository.json("alias", "tone@v1", "--production")
    #expect(set["alias"] == "production" && set["allowed_unfit"] == nil)
    #expect(try repository.judge("alias", "tone@v1", "other", "--production").status == 2)
    // The bar is the team's.
    try repository.git("config", "judge.bar", "0.99")
    #expect(try repository.judge("gate", run).status == 1)
    try repository.git("config", "judge.bar", "80 %")
    let wrong = try repository.judge("gate", run)
    #expect(wrong.status == 2 && wrong.errorText.contains("judge.bar"), "\(wrong.all)")
  }

  @Test(arguments: [
    (80, "reversed", true, "not fit for use"), (10, "right", true, "too few labels"),
    (10, "", false, "fitness unknown: no labels of people"),
  ])
  func othersNeedAnOwnDecision(
    count: Int, source: String, labels: Bool, says: String
  ) throws {
    let (repository, run) = try ready(count, source: source, labels: labels)
    let refused = try repository.judge("gate", run)
    #expect(refused.status == 1 && refused.text.contains(says), "\(refused.all)")
    #expect(refused.text.contains("Not passed"))
    let tip = try repository.tip()
    let alias = try repository.judge("alias", "tone@v1", "production")
    #expect(alias.status == 1 && alias.errorText.contains(says), "\(alias.all)")
    #expect(try repository.tip() == tip)
    #expect(try repository.judge("show", "tone@production").status == 3)
    // Another word promises nothing.
    try repository.judge("alias", "tone@v1", "candidate").expecting(0)

    let passed = try repository.json("gate", run, "--allow-unfit")
    #expect(passed["passed"] == true && passed["allowed_unfit"] == true)
    let tags = try repository.json("runs", "show", run)["tags"]
    #expect(
      tags?["judge.allowed_unfit"]?.text?.contains("tone@v1: ") == true, "\(tags?.line ?? "")")
    let set = try repository.judge("alias", "tone@v1", "production", "--allow-unfit").expecting(0)
    #expect(set.errorText.contains("--allow-unfit") && set.errorText.contains(says))
    let listed = try repository.json("alias")["aliases"]?.list
    #expect(listed?.first { $0["alias"] == "candidate" }?["allowed_unfit"] == nil)
    let mark = listed?.first { $0["alias"] == "production" }?["allowed_unfit"]?.text
    #expect(mark?.hasPrefix("v1: ") == true && mark?.contains(says) == true, "\(mark ?? "")")
    // The decision is about this version.
    try repository.newJudge("tone", "--values", "good,bad", "--pass", "good")
    #expect(try repository.judge("alias", "tone@v2", "production").status == 1)
    #expect(try repository.json("show", "tone@production")["version"] == 1)
    let problems = try repository.checked().judge["problems"]
    #expect(problems == [])
  }

  @Test func improvedAndFitAreToldApart() throws {
    // 24 held-out traces prove a gain, but not that 80 % of good and bad cases are found.
    let set = try AlignedSet()
    #expect(set.aligned["improved"] == true)
    let card = try set.repository.judge("show", "tone@v2").expecting(0).text
    #expect(card.contains("improved:") && card.contains("too few labels to say"), "\(card)")
    let refused = try set.repository.judge("alias", "tone@v2", "production")
    #expect(refused.status == 1 && refused.errorText.contains("too few labels"), "\(refused.all)")
    // Of a card only held-out labels count, so the number is that of all labels, in the same words.
    let more = set.aligned["fit", "more_labels"]?.int ?? 0
    let words = "label about \(more) more: about 3 in 10 of them are held out"
    #expect(card.contains(words), "\(card)")
    #expect(refused.errorText.contains(words), "\(refused.all)")
    // Of a judge that stays as it is, every new label counts once it has run.
    let run = try set.repository.json("run", "tone@v2")["run"]?.text ?? ""
    let gate = try set.repository.judge("gate", run, "--json")
    let direct = try gate.json()["fit"]?.list?.first?["more_labels"]?.int ?? 0
    #expect(gate.status == 1 && direct > 0 && direct < more, "\(more): \(gate.all)")
    #expect(!gate.text.contains("held out, and only those count"), "\(gate.all)")
    let text = try set.repository.judge("align", "tone@v1", "--optimizer", "calibration")
    #expect(text.text.contains("improved, but not proved fit for use"), "\(text.all)")
  }

  @Test func theCardDecidesIfNoRunDoes() throws {
    let repository = try Repository.labelled(240, judgedBy: "reversed")
    try repository.json("align", "tone", "--optimizer", "calibration")
    try repository.json("register", "tone")
    try repository.judge("alias", "tone@v2", "production").expecting(0)
    // More judges on the same test set, and the same card no longer proves it.
    #expect(try repository.judge("alias", "tone@v1", "production").status == 1)
  }

  @Test func aCheckWithoutAModelNeedsNoLabels() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a", outputs: "8080"), Samples.line("b", outputs: "none")])
    try repository.judge(
      "new", "digits", "--builtin", "regex_match", "--set", "pattern=[0-9]"
    ).expecting(0)
    let run = try repository.json("run", "digits")["run"]?.text ?? ""
    let gate = try repository.json("gate", run, "--min", "digits/pass=0.5")
    #expect(gate["passed"] == true)
    #expect(gate["fit"]?.list?.first?["verdict"] == "not-needed")
  }

  @Test func evaluateSaysItInTheSameWords() throws {
    let (repository, _) = try ready(80, source: "reversed")
    let rows = try repository.world.write("rows.jsonl", lines: Samples.labelled(80))
    let text = try repository.judge("evaluate", "--judge", "tone", "--data", rows).expecting(0).text
    #expect(
      text.contains("tone: not fit for use: it passes 0 % of good cases (TPR 0.000"), "\(text)")
    let json = try repository.json("evaluate", "--judge", "tone", "--data", rows)
    #expect(json["fit", "tone"]?["verdict"] == "not-fit")
    // Rows of a file are held against their own labels.
    let gate = try repository.judge("gate", json["run"]?.text ?? "", "--json")
    #expect(gate.status == 1)
    #expect(try gate.json()["fit"]?.list?.first?["verdict"] == "not-fit")
  }
}
