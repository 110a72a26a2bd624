import JudgeGit
import Testing

@Suite struct TagTests {
  @Test func anAnnotatedTagIsMadeOnce() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try tags(path)
    #expect(try await sandbox.fsck() == "")
    let shown = try await sandbox.git(
      "for-each-ref", "--format=%(objecttype) %(taggername) %(contents:subject)",
      "refs/tags/judge/e/tone/v3", in: "store.git")
    #expect(shown.text == "tag Ada version 3\n")
  }

  @Test(arguments: ["judge", "judge/e", "judge/e/tone/v3/old"])
  func aTagInTheWayIsNamed(_ present: String) async throws {
    let sandbox = try Sandbox()
    let repository = try Repository.open(at: try await sandbox.bareRepository())
    let commit = try emptyCommit(repository, parents: [], "x")
    try repository.createTag("refs/tags/" + present, target: commit, tagger: ada, message: "x")
    let error = #expect(throws: GitError.self) {
      try repository.createTag(
        "refs/tags/judge/e/tone/v3", target: commit, tagger: ada, message: "version 3")
    }
    #expect(error?.code == .exists)
    #expect(error?.message.contains("\"\(present)\" and \"judge/e/tone/v3\"") == true)
    #expect("\(try #require(error?.remedy))" == "rename or delete the tag \"\(present)\"")
  }

  private func tags(_ path: String) throws {
    let repository = try Repository.open(at: path)
    let commit = try emptyCommit(repository, parents: [], "x")
    let name = "refs/tags/judge/e/tone/v3"
    let id = try repository.createTag(name, target: commit, tagger: ada, message: "version 3")
    let again = try repository.createTag(name, target: commit, tagger: ada, message: "version 3")
    #expect(id == again)
    let other = #expect(throws: GitError.self) {
      try repository.createTag(name, target: commit, tagger: ada, message: "version 4")
    }
    #expect(other?.code == .exists)
    #expect(try repository.resolve(name) == id)
    #expect(try repository.resolve(name, peeled: true) == commit)
    let tag = try #require(try repository.annotatedTag(id))
    #expect(tag.name == "judge/e/tone/v3")
    #expect(tag.message == "version 3\n")
    #expect(tag.tagger == ada)
    #expect(tag.target == commit)
    #expect(try repository.annotatedTag(commit) == nil)
    #expect(throws: GitError.self) {
      try repository.createTag("judge/v1", target: commit, tagger: ada, message: "x")
    }
  }
}
