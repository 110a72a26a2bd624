import JudgeGit
import Testing

@Suite struct MergeTreeTests {
  @Test func otherFilesAreMergedThreeWay() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let base = try commit(path, "base", [("README", "1\n2\n3\n4\n5\n"), ("b", "x")], from: nil)
    let ours = try commit(path, "ours", [("README", "one\n2\n3\n4\n5\n")], from: base)
    let theirs = try commit(path, "theirs", [("README", "1\n2\n3\n4\nfive\n")], from: base)
    let other = try commit(
      path, "other", [("README", "eins\n2\n3\n4\n5\n"), ("ü", "x")], from: base)
    let program = try GitProgram(Repository.open(at: path))
    let clean = try await program.mergeTree(ours: ours, theirs: theirs)
    #expect(clean.conflicts.isEmpty)
    let readme = try await sandbox.git("show", "\(clean.tree):README", in: "store.git")
    #expect(readme.text == "one\n2\n3\n4\nfive\n")
    let conflict = try await program.mergeTree(ours: ours, theirs: other)
    #expect(conflict.conflicts == ["README"])
  }

  private func commit(
    _ path: String, _ branch: String, _ files: [(path: String, text: String?)],
    from base: ObjectID?
  ) throws -> ObjectID {
    let repository = try Repository.open(at: path)
    let name = "refs/heads/\(branch)"
    if let base { try repository.compareAndSwap(name, to: base, from: nil, message: "x") }
    return try commitFiles(repository, files, branch: name)
  }
}
