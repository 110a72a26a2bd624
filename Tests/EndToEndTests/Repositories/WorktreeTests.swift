import Foundation
import JudgeTestSupport
import Testing

/// Linked work trees, and the records' own branch checked out in one.
@Suite struct WorktreeTests {
  @Test func aLinkedWorktreeSharesTheStore() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    try repository.git("commit", "-q", "--allow-empty", "-m", "Code")
    let folder = world.folder.url.appendingPathComponent("linked")
    try repository.git("worktree", "add", "-q", "-b", "feature", folder.path)
    let linked = Repository(world, at: folder)
    try linked.load(Samples.labelled(4))
    #expect(try linked.keys().count == 4)
    #expect(try repository.keys().count == 4)
    #expect(try linked.git("status", "--porcelain").text.isEmpty)
    #expect(try linked.json("status")["tip"] == repository.json("status")["tip"])
  }

  @Test func aCheckedOutBranchFollows() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    let folder = world.folder.url.appendingPathComponent("records")
    try repository.git("worktree", "add", "-q", folder.path, "judge")
    try repository.load(Samples.labelled(4))
    let records = Repository(world, at: folder)
    #expect(try records.git("status", "--porcelain").text.isEmpty)
    let files = try records.git("ls-files", "traces").lines
    #expect(files.count == 4)
    for file in files {
      let path = folder.appendingPathComponent(file).path
      #expect(FileManager.default.fileExists(atPath: path), "\(file)")
    }
  }

  @Test func whatIsInTheWayOfACheckedOutBranchStopsTheWrite() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    let trace = Samples.line("a")
    let elsewhere = try Repository.ready(world, "elsewhere")
    try elsewhere.load([trace])
    let path = try #require(try elsewhere.records("traces").keys.first)
    let folder = world.folder.url.appendingPathComponent("records")
    try repository.git("worktree", "add", "-q", folder.path, "judge")
    try world.write("records/\(path)", "mine\n")
    let tip = try repository.tip()
    let file = try world.write("a.jsonl", lines: [trace])
    let outcome = try repository.judge("trace", "import", file)
    #expect(outcome.status == 3, "\(outcome.all)")
    #expect(try repository.tip() == tip)
    let kept = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
    #expect(kept == "mine\n")
  }
}
