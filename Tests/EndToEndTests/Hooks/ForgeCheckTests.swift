import Foundation
import JudgeTestSupport
import Testing

/// The hook's check as a job of a forge, over a clone of what was pushed.
@Suite struct ForgeCheckTests {
  /// A forge without hooks, a clone that has synced to it, and the clone of a job.
  private func forge() throws -> (clone: Repository, job: Repository) {
    let world = try Template.world { world in
      let forge = try Repository(world, "forge.git", options: ["--bare"])
      let clone = try Repository.ready(world, "clone")
      try clone.git("remote", "add", "origin", forge.path)
      try clone.load([Samples.line("a", labels: ["ann": "good"]), Samples.line("b")])
      try clone.judge("sync").expecting(0)
      try world.run("git", ["clone", "-q", "-b", "judge", forge.path, "job"]).expecting(0)
    }
    return (world.repository("clone"), world.repository("job"))
  }

  @Test func aPushIsCheckedCommitByCommit() throws {
    let (clone, job) = try forge()
    let before = try clone.tip()
    let id = try clone.traceID("b")
    try clone.judge("feedback", "add", id, "--name", "tone", "--value", "good").expecting(0)
    try clone.judge("sync").expecting(0)
    let good = try clone.tip()
    try job.git("fetch", "-q", "origin")
    let checked = try job.json("hooks", "check", "\(before)..\(good)")
    #expect(checked["ok"] == true && checked["commits"] == 1)
    #expect(
      try job.json("hooks", "check", "0000000000000000000000000000000000000000..\(good)")["ok"]
        == true)

    // A deletion that the next commit takes back, and a rewritten history.
    try clone.plumb(
      """
      at $tip; drop $record; first=$(made $tip); at $tip; made=$(made $first)
      git push -q origin $made:refs/heads/judge; git push -q -f origin $tip~1:refs/heads/old
      """
    ).expecting(0)
    try job.git("fetch", "-q", "origin")
    let refused = try job.judge("hooks", "check", "\(good)..origin/judge")
    #expect(refused.status == 1 && refused.errorText.contains("never deleted"), "\(refused.all)")
    let document = try job.judge("hooks", "check", "\(good)..origin/judge", "--json")
    #expect(try document.status == 1 && document.json()["refused"]?.list?.count == 1)
    let rewritten = try job.judge("hooks", "check", "\(good)..origin/old")
    #expect(rewritten.status == 1 && rewritten.errorText.contains("rewritten"), "\(rewritten.all)")
  }

  @Test func aPullRequestMayStandOnAnOlderTip() throws {
    let (clone, job) = try forge()
    let base = try clone.tip()
    let bob = try job.plumb("git fetch -q origin; echo done").expecting(0)
    #expect(bob.text.contains("done"))
    try job.git("config", "judge.experiment", "support")
    let id = try clone.traceID("b")
    try job.judge("feedback", "add", id, "--name", "tone", "--value", "bad").expecting(0)
    try job.git("push", "-q", "origin", "judge:refs/heads/labels-of-june")
    try clone.judge("feedback", "add", id, "--name", "tone", "--value", "good").expecting(0)
    try clone.judge("sync").expecting(0)
    try job.git("fetch", "-q", "origin")
    let checked = try job.json("hooks", "check", "origin/judge...origin/labels-of-june")
    #expect(checked["ok"] == true && checked["commits"] == 1)
    // As a push it would leave out what the branch has meanwhile.
    #expect(try job.judge("hooks", "check", "origin/judge..origin/labels-of-june").status == 1)
    #expect(try job.json("hooks", "check", "\(base)..origin/labels-of-june")["commits"] == 1)
  }

  /// Who may bring a pinned reviewer's label is asked as on a server.
  @Test func pinnedReviewersCount() throws {
    let (clone, job) = try forge()
    let list = try clone.world.write("reviewers", "carol@example.org\n")
    try job.git("config", "judge.reviewers", list)
    let before = try clone.tip()
    let id = try clone.traceID("b")
    try clone.judge(
      "feedback", "add", id, "--name", "tone", "--value", "bad", "--source-id", "carol@example.org"
    ).expecting(0)
    try clone.judge("sync").expecting(0)
    try job.git("fetch", "-q", "origin")
    let refused = try job.judge("hooks", "check", "\(before)..origin/judge")
    #expect(refused.status == 1 && refused.errorText.contains("pinned reviewer"), "\(refused.all)")
  }

  @Test func whatCannotBeCheckedIsNoSuccess() throws {
    let (clone, job) = try forge()
    for range in [
      "HEAD", "HEAD..nothing", "nothing..HEAD", "nothing...HEAD", "a....b", "--all..HEAD",
    ] {
      let outcome = try job.judge("hooks", "check", range)
      #expect([2, 3, 64].contains(outcome.status), "\(outcome.all)")
    }
    let world = clone.world
    let forge = world.folder.file("forge.git").path
    try world.run(
      "git", ["clone", "-q", "--depth", "1", "-b", "judge", "file://" + forge, "shallow"]
    ).expecting(0)
    let shallow = Repository(world, at: world.folder.file("shallow"))
    let outcome = try shallow.judge("hooks", "check", "..HEAD")
    #expect(outcome.status == 3 && outcome.errorText.contains("shallow"), "\(outcome.all)")
  }
}
