import JudgeGit
import Testing

@Suite struct ConfigTests {
  @Test func valuesAreReadAndWrittenWhereGitHasThem() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try await sandbox.git("config", "gc.autoPackLimit", "2k", in: "store.git")
    try await sandbox.git("config", "judge.offline", "yes", in: "store.git")
    try await sandbox.git("config", "remote.a.b.promisor", "true", in: "store.git")
    try readAndWrite(path)
    let listed = try await sandbox.git("config", "--get-all", "judge.trusted", in: "store.git")
    #expect(listed.text == "one\ntwo\n")
  }

  private func readAndWrite(_ path: String) throws {
    let repository = try Repository.open(at: path)
    #expect(try repository.configInt("gc.autopacklimit") == 2048)
    #expect(try repository.configBool("judge.offline") == true)
    #expect(try repository.configString("judge.none") == nil)
    #expect(try repository.configInt("judge.none") == nil)
    #expect(throws: GitError.self) { try repository.configInt("judge.offline") }
    #expect(try repository.isPartialClone)
    try repository.setLocalConfig("judge.experiment", "support")
    try repository.setLocalConfig("judge.experiment", "support two")
    #expect(try repository.configString("judge.experiment") == "support two")
    try repository.addLocalConfig("judge.trusted", "one")
    try repository.addLocalConfig("judge.trusted", "two")
    #expect(try repository.configStrings("judge.trusted") == ["one", "two"])
    try repository.unsetLocalConfig("judge.experiment")
    try repository.unsetLocalConfig("judge.experiment")
    #expect(try repository.configString("judge.experiment") == nil)
  }

  @Test func theAuthorIsFoundAsGitFindsIt() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try await sandbox.git("config", "user.name", "  Grace <x>,", in: "store.git")
    try await sandbox.git("config", "user.email", "grace@example.com", in: "store.git")
    try authors(path)
  }

  private func authors(_ path: String) throws {
    let repository = try Repository.open(at: path)
    let configured = try repository.signature(seconds: 5)
    #expect(configured.email == "grace@example.com")
    #expect(configured.seconds == 5)
    let given = try repository.signature(environment: [
      "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com",
    ])
    #expect(given.name == "Ada")
    #expect(given.email == "ada@example.com")
    #expect(given.seconds > 1_700_000_000)
    // an empty variable does not hide the configuration
    #expect(try repository.signature(environment: ["GIT_AUTHOR_NAME": ""]).name.contains("Grace"))
    var writer = try PackWriter(repository)
    let tree = try writer.add(tree: [])
    let id = try writer.add(
      commit: Commit(tree: tree, parents: [], author: configured, message: "x"))
    try writer.finish()
    #expect(try repository.commit(id).author.name == "Grace x")
  }
}
