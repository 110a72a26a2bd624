import Foundation
import JudgeTestSupport
import Testing

/// Any plain `git pull`, `merge`, `reset` or `gc` between two commands is seen.
@Suite struct PlainGitTests {
  @Test func pullMergeResetAndGC() throws {
    let world = try World()
    let origin = try Repository.ready(world, "origin")
    try origin.load(Samples.labelled(4), as: "first.jsonl")
    try origin.git("symbolic-ref", "HEAD", "refs/heads/judge")
    let clone = try origin.clone("clone")
    try origin.git("symbolic-ref", "HEAD", "refs/heads/main")
    #expect(try clone.keys().count == 4)

    try origin.load([Samples.line("pulled")], as: "second.jsonl")
    try clone.git("pull", "-q", "--ff-only")
    #expect(try clone.keys().contains("pulled"))

    try clone.load([Samples.line("mine")], as: "third.jsonl")
    try origin.load([Samples.line("theirs")], as: "fourth.jsonl")
    try clone.git("fetch", "-q")
    #expect(try clone.keys().contains("mine"))
    try clone.git("merge", "-q", "-m", "Merge", "origin/judge")
    let merged = try clone.keys()
    #expect(Set(merged).isSuperset(of: ["mine", "theirs", "pulled"]))
    #expect(merged.count == 7)
    #expect(try clone.json("fsck")["ok"] == true)

    try clone.git("gc", "-q")
    #expect(try clone.keys() == merged)
    try clone.git("reset", "-q", "--hard", "HEAD~1")
    let reset = try clone.keys()
    #expect(reset.contains("mine"))
    #expect(!reset.contains("theirs"))
    #expect(try clone.json("status")["records", "trace"]?.int == reset.count)
  }

  @Test func aDeletedRecordIsReportedAndPutBack() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    try repository.load(Samples.labelled(3))
    let tree = try repository.tree()
    let folder = world.folder.url.appendingPathComponent("records")
    try repository.git("worktree", "add", "-q", folder.path, "judge")
    let records = Repository(world, at: folder)
    // Whoever had read the store is told of the loss; `fsck` finds it for everybody.
    #expect(try repository.keys().count == 3)
    let path = try #require(try repository.records("traces").keys.min())
    try records.git("rm", "-q", path)
    try records.git("commit", "-q", "-m", "Lose one")
    #expect(try repository.keys().count == 2)
    #expect(try repository.judge("status").text.contains("fsck --repair"))
    #expect(try repository.judge("fsck").status == 1)
    try repository.judge("fsck", "--repair").expecting(0)
    #expect(try repository.keys().count == 3)
    #expect(try repository.tree() == tree)
  }
}
