import Testing

/// Alignment is the same again, counts its looks, and says what is missing.
@Suite struct AlignTests {
  @Test func twiceIsTheSameAndLooksAreCounted() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(60))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/reversed")
    let first = try repository.json("align", "tone")
    let second = try repository.json("align", "tone")
    #expect(first["hash"] == second["hash"])
    for key in ["selection", "base", "aligned", "mcnemar_p", "relative_accuracy_gain"] {
      #expect(first[key] == second[key], "\(key)")
    }
    #expect(first["split", "test_openings"] == 1)
    #expect(second["split", "test_openings"] == 1, "the same judge again is no further look")
    #expect(second["split", "judges_measured"] == 2, "the base and the aligned judge")
    let curve = ["learning-curve", "tone", "--sizes", "10", "--seeds", "1"]
    try repository.judge(curve).expecting(0)
    #expect(try repository.json("align", "tone")["split", "test_openings"] == 1)
    // The judges of the draws count as one more.
    try repository.judge(curve + ["--open-test"]).expecting(0)
    #expect(try repository.json("align", "tone")["split", "judges_measured"] == 3)
  }

  @Test func theSameOnAnotherMachine() throws {
    func aligned(_ email: String) throws -> JSON {
      let repository = try Repository.ready(World(email: email))
      try repository.load(Samples.labelled(60))
      try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/reversed")
      return try repository.json("align", "tone")
    }
    let (first, second) = (try aligned("ann@example.com"), try aligned("bob@example.com"))
    #expect(first["hash"] == second["hash"])
    #expect(first["split"] == second["split"])
  }

  @Test func tooFewLabelsIsSaid() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(5))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/right")
    let outcome = try repository.judge("align", "tone", "--min-labels", "10")
    #expect(outcome.status == 3, "\(outcome.all)")
    #expect(outcome.errorText.contains("at least 10 are needed"), "\(outcome.errorText)")
    #expect(outcome.errorText.contains("or specify --min-labels "), "\(outcome.errorText)")
  }

  @Test func whatCannotBeDecidedIsFittedAndSaid() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(4))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/reversed")
    let result = try repository.json("align", "tone")
    #expect(result["improved"] == false && result["base"] == .null)
    #expect(result["split", "test_openings"] == 0)
    let conclusion = try #require(result["conclusion"]?.text)
    #expect(conclusion.hasPrefix("too few labels to prove anything: label about "))
    let card = try repository.judge("align", "tone").expecting(0)
    #expect(card.text.contains("held out              not opened"), "\(card.all)")
  }

  @Test func anotherSeedIsAnotherChance() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(40))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/right")
    func level(_ seed: String) throws -> JSON? {
      try repository.json("align", "tone", "--optimizer", "calibration", "--seed", seed)[
        "selection", "level"]
    }
    // The base is always right, so that nothing improves.
    #expect(try level("1") == 0.05)
    #expect(try level("1") == 0.05, "the same again is no other chance")
    #expect(try level("2") == 0.025)
  }
}
