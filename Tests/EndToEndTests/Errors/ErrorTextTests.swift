import Testing

/// Errors say what is wrong, where, and what to do next.
@Suite struct ErrorTextTests {
  @Test(
    arguments: [
      ("{\"name\":\"tone\",", "judge.json:1:"),
      ("{\"name\":\"tone\"}", "instructions"),
      ("{\"name\":\"tone\",\"instructions\":\"{{ outputs }}\",\"labels\":\"good\"}", "labels"),
      ("{\"name\":\"tone\",\"instructions\":7}", "instructions"),
      (
        "{\"name\":\"tone\",\"instructions\":\"{{ outputs }}\",\"feedback_value_type\":\"int\","
          + "\"labels\":[\"good\"]}", "labels"
      ),
      (
        "{\"name\":\"tone\",\"instructions\":\"{{ outputs }}\",\"labels\":[\"a\"],"
          + "\"pass\":[\"b\"]}", "pass"
      ),
      (
        "{\"name\":\"tone\",\"instructions\":\"{{ outputs }}\",\"labels\":[\"a\"],"
          + "\"feedback_value_type\":\"colour\"}", "feedback_value_type"
      ),
      ("[{\"name\":\"other\",\"instructions\":\"{{ outputs }}\"}]", "other"),
    ])
  func judgeFiles(text: String, named: String) throws {
    let repository = try Repository.ready()
    let file = try repository.world.write("judge.json", text)
    let outcome = try repository.judge("new", "tone", "--from", file)
    #expect(outcome.status == 3, "\(outcome.all)")
    #expect(outcome.errorText.contains("judge.json"), "\(outcome.errorText)")
    #expect(outcome.errorText.contains(named), "\(outcome.errorText)")
  }

  @Test func aListOfJudgesIsPickedByName() throws {
    let repository = try Repository.ready()
    let file = try repository.world.write(
      "judges.json",
      """
      [{"name":"a","instructions":"A {{ outputs }}","labels":["x"]},
       {"name":"b","instructions":"B {{ outputs }}","labels":["y"]}]
      """)
    try repository.judge("new", "b", "--from", file).expecting(0)
    #expect(try repository.json("show", "b")["instructions"] == "B {{ outputs }}")
  }

  @Test func aModelIsNamedWhereNoneWasChosen() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    try repository.newJudge("tone", "--values", "bad,good")
    let outcome = try repository.judge("run", "tone")
    #expect(outcome.status == 3, "\(outcome.all)")
    #expect(outcome.errorText.contains("judge.model"), "\(outcome.errorText)")
    try repository.git("config", "judge.model", "embedded:/lexical")
    #expect(try repository.json("run", "tone")["n"] == 1)
  }

  @Test func anUnknownTemplateVariableIsNamed() throws {
    let repository = try Repository.ready()
    let file = try repository.world.write("tone.md", "Judge {{ outputs }} by {{ colour }}.")
    let outcome = try repository.judge("new", "tone", "--instructions", "@\(file)")
    #expect(outcome.status == 3, "\(outcome.all)")
    #expect(outcome.errorText.contains("colour"), "\(outcome.errorText)")
  }

  @Test func aFolderBeforeTheCommandIsGitsOwn() throws {
    let repository = try Repository.ready()
    let world = repository.world
    let done = try world.run(
      "git-judge", ["-C", repository.path, "-C", "..", "-C", repository.path, "status", "--json"])
    #expect(try done.expecting(0).json()["branch"] == "judge")
    let nowhere = try world.run("git-judge", ["-C", "no/where", "status"])
    #expect(nowhere.status == 3 && nowhere.errorText.contains("no/where"))
    #expect(try world.run("git-judge", ["-C"]).status == 2)
    let misspelt = try world.run("git-judge", ["-C", repository.path, "stauts"])
    #expect(misspelt.status == 2 && misspelt.errorText.contains("did you mean `git judge status`?"))
  }
}
