import FoundationEssentials
import JudgeTestSupport
import Testing

/// Decisions over labels: records of their own, before the votes, and nobody's label is edited.
@Suite struct AdjudicationTests {
  private func ready() throws -> Repository {
    let repository = try Repository.ready()
    try repository.load([
      Samples.line("a", labels: ["ann": "good", "bob": "bad"], verdicts: ["gpt": "good"]),
      Samples.line("b", labels: ["ann": "good", "bob": "good"], verdicts: ["gpt": "good"]),
      Samples.line("c", labels: ["ann": "bad", "bob": "good"], verdicts: ["gpt": "good"]),
    ])
    try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/gpt")
    return repository
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
