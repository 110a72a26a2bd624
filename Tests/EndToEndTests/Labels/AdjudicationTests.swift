import FoundationEssentials
import JudgeTestSupport
import Testing

/// Decisions over labels: records of their own, before the votes, and nobody's label is edited.
@Suite struct AdjudicationTests {
  private func ready() throws -> Repository {
    try Template.repository { world in
      let repository = try Repository.ready(world)
      try repository.load([
        Samples.line("a", labels: ["ann": "good", "bob": "bad"], verdicts: ["gpt": "good"]),
        Samples.line("b", labels: ["ann": "good", "bob": "good"], verdicts: ["gpt": "good"]),
        Samples.line("c", labels: ["ann": "bad", "bob": "good"], verdicts: ["gpt": "good"]),
      ])
      try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/gpt")
    }
  }

  @Test func aDecisionOutranksTheVotes() throws {
    let repository = try ready()
    let before = try repository.json("agreement", "tone")
    #expect(before["consensus", "ties"] == 2 && before["judges"]?.list?.first?["n"] == 1)
    let labels = try repository.records("assessments")
    #expect(try repository.json("adjudicate", "tone")["left"]?.list?.count == 2)
    let id = try repository.traceID("a")
    let done = try repository.json(
      "adjudicate", "tone", id, "--value", "bad", "--rationale", "It is rude.")
    #expect(done["left"] == 1 && done["has_labelled"] == false)
    let after = try repository.json("agreement", "tone")
    #expect(after["consensus", "ties"] == 1 && after["judges"]?.list?.first?["n"] == 2)
    #expect(after["judges"]?.list?.first?["accuracy"] == 0.5)
    for method in ["majority", "weighted", "latest", "unanimous", "dawid-skene"] {
      let report = try repository.json("consensus", "tone", "--method", method)
      let label = report["labels"]?.list?.first { $0["client_request_id"] == "a" }
      #expect(label?["value"] == "bad" && label?["adjudicated"] == true, "\(method)")
    }
    // No label was edited, and a later decision replaces the earlier one.
    #expect(try repository.records("assessments") == labels)
    try repository.judge("adjudicate", "tone", id, "--value", "good").expecting(0)
    let list = try repository.judge("disagreements", "tone", "--json").expecting(0).json().list
    #expect(list?.first { $0["trace_id"]?.text == id }?["decision"] == "good")
    try repository.judge("fsck").expecting(0)
  }

  @Test func theListIsWorkedThroughLikeMergeConflicts() throws {
    let repository = try ready()
    let ids = try ["a", "c"].map { try repository.traceID($0) }.sorted()
    let first = try repository.json("adjudicate", "tone", "--first")
    #expect(first["trace", "trace_id"]?.text == ids[0] && first["left"] == 2)
    #expect(first["next"]?.text == ids[1] && first["previous"] == .null)
    #expect(first["trace", "labels"]?.list?.count == 2 && first["trace", "inputs"] != nil)
    let shown = try repository.judge("adjudicate", "tone", "--first").expecting(0).text
    #expect(shown.contains("ann: ") && shown.contains("It arrives on Monday."))
    let done = try repository.json("adjudicate", "tone", ids[0], "--value", "bad")
    #expect(done["next"]?.text == ids[1] && done["left"] == 1)
    // The place of a decided trace stays what it was.
    #expect(
      try repository.json("adjudicate", "tone", "--after", ids[0])["trace", "trace_id"]?.text
        == ids[1])
    #expect(try repository.json("adjudicate", "tone", "--before", ids[1])["trace"] == .null)
    #expect(try repository.json("adjudicate", "tone", "--after", ids[1])["trace"] == .null)
    let agreed = try repository.judge("adjudicate", "tone", "--after", try repository.traceID("b"))
    #expect(agreed.status == 3 && agreed.errorText.contains("do not differ"))
    #expect(try repository.judge("adjudicate", "tone", "--first", "--gaps").status == 2)
    #expect(try repository.judge("adjudicate", "tone", "--guideline-gap").status == 2)
    try repository.judge("adjudicate", "tone", ids[1], "--value", "bad").expecting(0)
    let end = try repository.judge("adjudicate", "tone", "--first").expecting(0).text
    #expect(end == "Nothing is left to decide.\n")
  }

  @Test func aGuidelineGapIsRecordedAndLeadsToTheRubric() throws {
    let repository = try ready()
    let id = try repository.traceID("a")
    let done = try repository.judge(
      "adjudicate", "tone", id, "--value", "good", "--guideline-gap", "--rationale", "Unclear."
    ).expecting(0)
    #expect(done.errorText.contains("git judge rubric tone --edit"))
    let gaps = try repository.json("adjudicate", "tone", "--gaps")["gaps"]?.list
    #expect(gaps?.count == 1 && gaps?.first?["adjudication", "rationale"] == "Unclear.")
    #expect(gaps?.first?["adjudication", "guideline_gap"] == true)
    let record = try repository.records("adjudications").values.first
    #expect(record?["guideline_gap"] == true)
    // The rubric opens in git's editor.
    let edited = try repository.judge(
      ["rubric", "tone", "--edit", "--json"],
      environment: ["GIT_EDITOR": "printf 'Polite is good.\\n' >"]
    ).expecting(0).json()
    #expect(edited["text"] == "Polite is good.\n")
    #expect(try repository.json("rubric", "tone")["hash"] == edited["hash"])
    let failed = try repository.judge(
      ["rubric", "tone", "--edit"], environment: ["GIT_EDITOR": "false"])
    #expect(failed.status == 3 && failed.errorText.contains("as it was"))
    try repository.judge("fsck", "--deep").expecting(0)
  }

  @Test func whoDecidesOwnLabelsIsMarked() throws {
    let repository = try ready()
    let id = try repository.traceID("a")
    try repository.git("config", "user.email", "bob")
    let done = try repository.judge("adjudicate", "tone", id, "--value", "bad", "--json")
      .expecting(0)
    #expect(try done.json()["has_labelled"] == true)
    #expect(done.errorText.contains("you have labelled this trace too"))
    let list = try repository.judge("disagreements", "tone", "--json").expecting(0).json().list
    let own = list?.first { $0["trace_id"]?.text == id }
    #expect(own?["adjudication", "has_labelled"] == true)
    #expect(own?["adjudication", "source_id"] == "bob")
    #expect(list?.first { $0["trace_id"]?.text != id }?["adjudication"] == .null)
  }

  @Test func twoWhoDecideApartAreLeftToDecide() throws {
    let repository = try ready()
    let other = try repository.clone("other", options: ["--branch", "judge"])
    try other.git("config", "judge.experiment", "support")
    let id = try repository.traceID("a")
    for (place, person, value) in [(repository, "cid", "good"), (other, "dan", "bad")] {
      try place.git("config", "user.email", person)
      try place.judge("adjudicate", "tone", id, "--value", value).expecting(0)
    }
    #expect(try repository.json("adjudicate", "tone")["left"]?.list?.count == 1)
    try repository.git("remote", "add", "origin", other.path)
    try repository.git("fetch", "-q", "origin", "+judge:refs/remotes/origin/judge")
    try other.git("checkout", "-q", "--detach")
    try repository.judge("sync").expecting(0)
    let left = try repository.json("adjudicate", "tone")["left"]?.list
    #expect(left?.count == 2)
    #expect(left?.contains { $0["adjudication", "contended"] == true } == true)
    try repository.judge("adjudicate", "tone", id, "--value", "bad").expecting(0)
    #expect(try repository.json("adjudicate", "tone")["left"]?.list?.count == 1)
  }

  @Test func whatCannotBeDecidedIsRefused() throws {
    let repository = try ready()
    let id = try repository.traceID("a")
    #expect(try repository.judge("adjudicate", "tone", id, "--value", "fine").status == 3)
    #expect(try repository.judge("adjudicate", "tone", id).status == 2)
    #expect(try repository.judge("adjudicate", "tone", "tr-ffff", "--value", "bad").status == 3)
  }

  @Test func aRubricIsKeptWithItsHash() throws {
    let repository = try ready()
    #expect(try repository.judge("rubric", "tone").status == 3)
    let file = try repository.world.write("rubric.md", "# Tone\n\nPolite is good.\n")
    let hash = try repository.json("rubric", "tone", file)["hash"]
    #expect(try repository.json("rubric", "tone", file)["hash"] == hash)
    #expect(try repository.judge("rubric", "tone").expecting(0).text.contains("Polite is good."))
    try repository.world.write("rubric.md", "# Tone\n\nPolite and brief is good.\n")
    #expect(try repository.json("rubric", "tone", file)["hash"] != hash)
    #expect(try repository.json("rubric", "tone")["text"]?.text?.contains("brief") == true)
  }

  @Test func cloneAndStatusSayWhereOneStands() throws {
    let repository = try ready()
    let world = repository.world
    let remote = try Repository(world, "team.git", options: ["--bare"])
    try repository.git("remote", "add", "origin", remote.path)
    try repository.judge("sync").expecting(0)
    let made = try world.run(
      Binary.path, ["clone", remote.path, "mine", "--json"]
    ).expecting(0).json()
    #expect(made["experiments"] == ["support"])
    let clone = Repository(world, at: world.folder.file("mine"))
    let id = try clone.traceID("b")
    try clone.judge("feedback", "add", id, "--name", "tone", "--value", "bad").expecting(0)
    #expect(try clone.json("status")["waiting"] == 1)
    try clone.judge("sync").expecting(0)
    #expect(try clone.json("status")["waiting"] == 0)
    try repository.git("fetch", "-q", "origin", "judge:refs/remotes/origin/judge")
    #expect(try repository.json("status")["behind"] == 1)
    let gone = try world.run(Binary.path, ["clone", world.folder.file("none").path])
    #expect(gone.status == 125)
  }
}
