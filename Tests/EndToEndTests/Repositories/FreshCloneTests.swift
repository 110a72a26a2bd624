import Testing

/// In a clone that has only `origin/judge`, reads use it and the first write branches from it.
@Suite struct FreshCloneTests {
  @Test func readsThenTheFirstWrite() throws {
    let world = try World()
    let origin = try Repository.ready(world, "origin")
    try origin.load(Samples.labelled(6))
    try origin.git("commit", "-q", "--allow-empty", "-m", "Code")
    let clone = try origin.clone("clone")
    let local = ["rev-parse", "--verify", "-q", "refs/heads/judge"]
    #expect(try world.run("git", local, in: clone.url).status != 0)

    let status = try clone.json("status")
    #expect(status["tip"]?.text == (try origin.tip()))
    #expect(try clone.keys().count == 6, "reads take the remote's branch")
    #expect(try clone.json("fsck")["ok"] == true)
    #expect(try world.run("git", local, in: clone.url).status != 0, "reads make no branch")

    let trace = try clone.traceID("case-1")
    try clone.judge("feedback", "add", trace, "--name", "tone", "--value", "good").expecting(0)
    #expect(try clone.tip("refs/heads/judge~1") == origin.tip())
    #expect(try clone.tip("refs/remotes/origin/judge") == origin.tip())
    #expect(try clone.keys().count == 6)
    #expect(try clone.git("status", "--porcelain").text.isEmpty)
    try clone.git("push", "-q", "origin", "judge")
    #expect(try origin.tip() == clone.tip())
  }
}
