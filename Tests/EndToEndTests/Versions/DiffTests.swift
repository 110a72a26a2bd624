import StubModelServer
import Testing

/// `diff`: what changed, what flipped, what is better; and what is no measure of that.
@Suite struct DiffTests {
  @Test func theFiguresAreThoseOfTracesThatTaughtNeither() throws {
    let set = try AlignedSet()
    let repository = set.repository
    let diff = try repository.json("diff", "tone@v1", "tone@v2")
    #expect(diff["a"]?["judge"] == "tone@v1" && diff["b"]?["judge"] == "tone@v2")
    #expect(
      diff["changed"]?.list?.compactMap { $0["field"] } == ["steps", "calibration"]
        || diff["changed"]?.list?.compactMap { $0["field"] } == ["calibration", "steps"])
    #expect(diff["flips"]?["fixed"] == set.aligned["flips"]?["fixed"])
    #expect(diff["flips"]?["broken"] == set.aligned["flips"]?["broken"])
    #expect(diff["n"] == set.aligned["base"]?["n"])
    #expect(diff["mcnemar_p"] == set.aligned["mcnemar_p"])
    #expect(diff["interval"] == set.aligned["accuracy_difference_interval"])
    #expect(diff["accuracy_delta"]?.number ?? 0 > 0.8)
    #expect(diff["test_openings"] == 1 && diff["test_set"]?["judges_measured"] == 2)
    #expect(diff["calls"] == 0)
    let fixed = diff["flips"]?["fixed"]?.list ?? []
    let training = diff["training"]?["flips"]?["fixed"]?.list ?? []
    #expect(!training.isEmpty && Set(fixed).isDisjoint(with: training))
    let classes = diff["classes"]?.list ?? []
    #expect(classes.map { $0["value"] } == ["bad", "good"])
    #expect(classes.allSatisfy { $0["delta"]?.number ?? 0 > 0.5 })

    let back = try repository.json("diff", "tone@v2", "tone@v1")
    #expect(back["flips"]?["broken"]?.list == fixed)
    #expect(back["accuracy_delta"]?.number == diff["accuracy_delta"]?.number.map { -$0 })
    let closed = try repository.json("diff", "tone@v1", "tone@v2", "--keep-test-closed")
    #expect(closed["n"] == 0 && closed["test_openings"] == 0 && closed["accuracy_delta"] == .null)
    let text = try repository.judge("diff", "tone@v1", "tone@v2").expecting(0).text
    #expect(text.contains("2nd judge measured on this test set"), "\(text)")
    let same = try repository.json("diff", "tone@v1", "tone@v1")
    #expect(same["changed"] == [] && same["flips"] == ["fixed": [], "broken": []])
    #expect(same["mcnemar_p"] == 1)
  }

  @Test func instructionsAreComparedByLineAndRunsAreNotAskedAgain() async throws {
    let server = try await StubModelServer { request in
      .text(#"{"rationale":"","result":"\#(request.prompt.contains("kind") ? "good" : "bad")"}"#)
    }
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(20))
    try repository.git("config", "judge.openai.baseUrl", server.url + "/v1")
    for (number, line) in ["Be strict.", "Be kind."].enumerated() {
      let file = try repository.world.write(
        "\(number).md", "Is {{ outputs }} good?\n\(line)\nSay which.\n")
      try repository.judge(
        "new", "tone", "--instructions", "@\(file)", "--values", "bad,good", "--model",
        "openai:/stub"
      ).expecting(0)
    }
    try repository.json("run", "tone@v1")
    #expect(server.requests.count == 20)
    let offline = try repository.judge("diff", "tone@v1", "tone@v2", "--offline", "--json")
    #expect(offline.status == 125, "\(offline.all)")
    #expect(try offline.json()["unasked"] == 20)
    let outcome = try repository.judge("diff", "tone@v1", "tone@v2", "--json").expecting(0)
    #expect(outcome.errorText.contains("tone@v2 is asked about 20 of 20"), "\(outcome.errorText)")
    let diff = try outcome.json()
    #expect(server.requests.count == 40)
    #expect(diff["calls"] == 20 && diff["n"] == 20, "nothing taught either of them")
    let lines = diff["changed"]?.list?.first { $0["field"] == "instructions" }?["lines"]
    #expect(
      lines == [" Is {{ outputs }} good?", "-Be strict.", "+Be kind.", " Say which.", " "])
    let deltas = (diff["classes"]?.list ?? []).compactMap { $0["delta"]?.number }
    #expect(deltas == [-1, 1])
    await server.stop()
  }

  @Test func otherQuestionsAreNotCompared() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(20))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/right")
    try repository.newJudge("care", "--values", "bad,good", "--model", "recorded:/right")
    let diff = try repository.json("diff", "tone", "care")
    #expect(diff["accuracy_delta"] == .null && diff["notes"]?.list?.count == 1)
    #expect(diff["changed"]?.list?.map { $0["field"] } == ["name"])
    #expect(try repository.judge("diff", "tone", "other").status == 3)
  }
}
