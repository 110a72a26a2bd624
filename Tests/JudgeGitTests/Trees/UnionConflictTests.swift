import JudgeGit
import Testing

@Suite struct UnionConflictTests {
  @Test func whatCannotBeUnitedIsReported() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try conflicts(path)
    #expect(try await sandbox.fsck() == "")
  }

  private func conflicts(_ path: String) throws {
    let repository = try Repository.open(at: path)
    var writer = try PackWriter(repository)
    let ours = try writeTree(
      repository, &writer, base: nil,
      [
        ("README", "ours"), ("ours.md", "x"), ("traces/a.json", "1"), ("traces/clash", "file"),
        ("traces/only-ours.json", "1"),
      ])
    var edit = TreeEdit(base: nil)
    edit.set("README", try writer.add(blob: Array("theirs".utf8)))
    edit.set("docs/theirs.md", try writer.add(blob: Array("x".utf8)))
    edit.set("traces/a.json", try writer.add(blob: Array("2".utf8)))
    edit.set("traces/clash/b.json", try writer.add(blob: Array("3".utf8)))
    edit.set("traces/link", try writer.add(blob: Array("/etc/passwd".utf8)), mode: .symlink)
    edit.set("traces/run.sh", try writer.add(blob: Array("#!".utf8)), mode: .executable)
    let theirs = try edit.write(into: &writer, from: repository)
    let union = try repository.uniteTrees(ours: ours, theirs: theirs, into: &writer) {
      $0 == "traces"
    }
    try writer.finish()
    #expect(union.collisions.map(\.path) == ["traces/a.json", "traces/clash"])
    #expect(union.others.map(\.path) == ["README", "docs/theirs.md", "ours.md"])
    #expect(union.refused.map(\.path) == ["traces/link", "traces/run.sh"])
    let files = try repository.files(in: union.tree).map(\.path)
    #expect(
      files == [
        "README", "docs/theirs.md", "ours.md", "traces/a.json", "traces/clash/b.json",
        "traces/link", "traces/only-ours.json", "traces/run.sh",
      ])
    let kept = try #require(try repository.entry(at: "traces/a.json", in: union.tree))
    #expect(try repository.blob(kept.id) == Array("1".utf8))
  }

  @Test func treesThatExistOnlyInTheWriterAreUnited() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try staged(path)
  }

  private func staged(_ path: String) throws {
    let repository = try Repository.open(at: path)
    var writer = try PackWriter(repository)
    let a = try writeTree(repository, &writer, base: nil, [("t/a", "1")])
    let b = try writeTree(repository, &writer, base: nil, [("t/b", "2")])
    let union = try repository.uniteTrees(ours: a, theirs: b, into: &writer)
    let both = try writeTree(repository, &writer, base: nil, [("t/b", "2"), ("t/a", "1")])
    #expect(union.tree == both)
    let more = try writeTree(repository, &writer, base: union.tree, [("t/c", "3")])
    try writer.finish()
    #expect(try repository.files(in: more).map(\.path) == ["t/a", "t/b", "t/c"])
  }
}
