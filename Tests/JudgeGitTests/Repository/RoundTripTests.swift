import JudgeGit
import Testing

@Suite struct RoundTripTests {
  @Test func everyKindOfObjectComesBackAndFsckIsClean() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let commit = try writeSample(path)
    #expect(try await sandbox.fsck() == "")

    let repository = try Repository.open(at: path)
    let read = try repository.commit(commit)
    #expect(read.message == "Add records\n")
    #expect(read.author == ada)
    #expect(read.parents.isEmpty)
    let entry = try #require(try repository.entry(at: "traces/a/b.json", in: read.tree))
    #expect(try repository.blob(entry.id) == Array("{\"a\":1}".utf8))
    #expect(entry.id == ObjectID(ofBlob: Array("{\"a\":1}".utf8)))
    #expect(try repository.tree(read.tree).map(\.text) == ["format.json", "traces"])
    #expect(try repository.resolve("refs/heads/judge") == commit)
    let listed = try await sandbox.git("ls-tree", "-r", "judge", "--name-only", in: "store.git")
    #expect(listed.text == "format.json\ntraces/a/b.json\ntraces/a/empty\n")
  }

  private func writeSample(_ path: String) throws -> ObjectID {
    let repository = try Repository.open(at: path)
    var writer = try PackWriter(repository)
    var edit = TreeEdit(base: nil)
    edit.set("traces/a/b.json", try writer.add(blob: Array("{\"a\":1}".utf8)))
    edit.set("traces/a/empty", try writer.add(blob: []))
    edit.set("format.json", try writer.add(blob: Array("{}".utf8)))
    let tree = try edit.write(into: &writer, from: repository)
    let commit = try writer.add(
      commit: Commit(tree: tree, parents: [], author: ada, message: "Add records"))
    #expect(try writer.finish() != nil)
    try repository.compareAndSwap("refs/heads/judge", to: commit, from: nil, message: "add")
    return commit
  }
}
