import Foundation
import JudgeTestSupport
import Testing

/// Hooks of a clone, for people who work on the branch by hand.
@Suite struct LocalHookTests {
  /// A store whose branch is checked out in a work tree, with the hooks.
  private func checkedOut() throws -> (repository: Repository, tree: Repository) {
    let world = try Template.world { world in
      let repository = try Repository.ready(world)
      try repository.load([Samples.line("a", labels: ["ann": "good"]), Samples.line("b")])
      try repository.judge("hooks", "install").expecting(0)
      try repository.git("worktree", "add", "-q", world.folder.file("tree").path, "judge")
    }
    return (world.repository(), world.repository("tree"))
  }

  private func commit(_ tree: Repository) throws -> Outcome {
    try tree.git("add", "-A")
    return try tree.world.run("git", ["commit", "-q", "-m", "by hand"], in: tree.url)
  }

  @Test func anEditedRecordIsNotCommitted() throws {
    let (_, tree) = try checkedOut()
    let path = try #require(try tree.git("ls-files", "assessments/").lines.first)
    let file = tree.url.appending(path: path)
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacingOccurrences(of: "good", with: "bad").utf8).write(to: file)
    let refused = try commit(tree)
    #expect(refused.status == 1 && refused.errorText.contains("never changed"), "\(refused.all)")
    try tree.git("reset", "-q", "--hard")
    try Data("notes\n".utf8).write(to: tree.url.appending(path: "NOTES.md"))
    #expect(try commit(tree).status == 0)
  }

  @Test func aKeyIsNotCommitted() throws {
    let (_, tree) = try checkedOut()
    let key = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    let text = #"{"instructions":"use \#(key)","kind":"judge","name":"x","v":1}"#
    let name = try tree.world.run("sha256sum", [try tree.world.write("record", text)])
      .text.prefix(64)
    let folder = tree.url.appending(path: "judges")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: "\(name).json"))
    let refused = try commit(tree)
    #expect(refused.status == 1 && refused.errorText.contains("access token"), "\(refused.all)")
    #expect(!refused.all.contains(key))
  }

  @Test func anotherBranchIsNotLookedAt() throws {
    let (repository, _) = try checkedOut()
    try FileManager.default.createDirectory(
      at: repository.url.appending(path: "traces"), withIntermediateDirectories: true)
    try Data("mine\n".utf8).write(to: repository.url.appending(path: "traces/notes.txt"))
    #expect(try commit(repository).status == 0)
  }

  @Test func aMergeThatLosesSomethingSaysSo() throws {
    let (_, tree) = try checkedOut()
    let path = try #require(try tree.git("ls-files", "assessments/").lines.first)
    try tree.git("checkout", "-q", "--detach")
    try tree.git("rm", "-q", path)
    try tree.git("commit", "-q", "-m", "gone")
    let gone = try tree.tip("HEAD")
    try tree.git("checkout", "-q", "judge")
    let merged = try tree.world.run("git", ["merge", "-q", gone], in: tree.url)
    #expect(merged.errorText.contains("never deleted"), "\(merged.all)")
    #expect(merged.errorText.contains("fsck"), "\(merged.all)")
    try tree.judge("fsck", "--repair").expecting(0)
  }

  @Test func aFolderOfHooksIsRespectedAndItsHooksAreKept() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    let folder = world.folder.file("hooks")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try repository.git("config", "core.hooksPath", folder.path)
    let own = folder.appending(path: "pre-commit")
    try Data("#!/bin/sh\necho 'their own' >&2\n".utf8).write(to: own)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: own.path)
    for _ in 0..<2 {
      let installed = try repository.json("hooks", "install")["hooks"]?.list ?? []
      #expect(installed.count == 3)
      #expect(installed.first?["chained"]?.text == own.path + ".before-judge")
    }
    try Data("x\n".utf8).write(to: repository.url.appending(path: "x"))
    let done = try commit(repository)
    #expect(done.status == 0 && done.errorText.contains("their own"), "\(done.all)")
  }

  @Test func theWorkflowForForgesChecksAPush() throws {
    let (repository, tree) = try checkedOut()
    let before = try repository.tip()
    let path = try #require(try tree.git("ls-files", "assessments/").lines.first)
    try tree.git("rm", "-q", path)
    try tree.git("commit", "-q", "--no-verify", "-m", "gone")
    let example = try String(
      contentsOf: PackageFolder.root().appending(path: "Examples/ci/store.yml"), encoding: .utf8)
    let lines = example.components(separatedBy: "\n").filter { $0.contains("hooks check") }
    #expect(lines.count == 2)
    let after = try repository.tip()
    for line in lines {
      let command = line.replacingOccurrences(of: "        run: ", with: "")
      let outcome = try repository.world.run(
        "bash", ["-c", command], in: repository.url,
        environment: ["BEFORE": before, "AFTER": after, "BASE": before, "HEAD": after])
      #expect(outcome.status == 1 && outcome.errorText.contains("never deleted"), "\(outcome.all)")
    }
  }
}
