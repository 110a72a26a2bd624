import JudgeRecords
import JudgeStore
import Testing

/// The kinds of repositories that a store may be in.
@Suite struct SituationTests {
  @Test func bareRepository() async throws {
    let box = try Sandbox()
    let store = try await box.store(bare: true)
    #expect(store.location.isBare)
    #expect(store.location.workTree == nil)
    _ = try await store.append([label(1)], message: "one")
    #expect(try await store.records(kind: .assessment).count == 1)
    #expect(try await store.fsck(.deep).problems == [])
    #expect(try await box.strictFsck() == "")
  }

  @Test func repositoryFullOfCodeStaysAsItIs() async throws {
    let box = try Sandbox()
    try await box.makeRepository()
    try box.write("print(1)", to: "store/main.py")
    try await box.git("add", ".", in: "store")
    try await box.git("commit", "-qm", "code", in: "store")
    try box.write("print(2)", to: "store/main.py")
    try box.write("new", to: "store/staged.txt")
    try await box.git("add", "staged.txt", in: "store")
    let before = try await box.git("status", "--porcelain=v2", "--branch", in: "store")
    let index = box.text(of: "store/.git/index")
    let store = try await box.open("store")
    #expect(try await store.initialize().created)
    _ = try await store.append(labels(0..<3), message: "three")
    #expect(try await box.git("status", "--porcelain=v2", "--branch", in: "store") == before)
    #expect(box.text(of: "store/.git/index") == index)
    #expect(try await box.strictFsck() == "")
  }

  @Test func subfolderOfTheWorkTree() async throws {
    let box = try Sandbox()
    _ = try await box.store()
    try box.write("x", to: "store/deep/er/file")
    let store = try await box.open("store/deep/er")
    #expect(store.location.workTree?.hasSuffix("/store") == true)
    _ = try await store.append([label(1)], message: "one")
    #expect(try await box.open().records(kind: .assessment).count == 1)
  }

  @Test func linkedWorktreeSharesTheStore() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    try await box.git("commit", "-q", "--allow-empty", "-m", "root", in: "store")
    try await box.git("worktree", "add", "-q", "../linked", "-b", "side", in: "store")
    let linked = try await box.open("linked")
    #expect(linked.location.commonDirectory == store.location.commonDirectory)
    #expect(linked.location.gitDirectory != store.location.gitDirectory)
    #expect(linked.location.stateDirectory == store.location.stateDirectory)
    _ = try await linked.append([label(1)], message: "from the linked one")
    #expect(try await store.records(kind: .assessment).count == 1)
    #expect(try await box.git("status", "--porcelain", in: "linked") == "")
    #expect(try await linked.fsck(.deep).problems == [])
  }

  @Test func submoduleHasItsOwnStore() async throws {
    let box = try Sandbox()
    try await box.makeRepository("inner")
    try await box.git("commit", "-q", "--allow-empty", "-m", "root", in: "inner")
    try await box.makeRepository("outer")
    try await box.git(
      "-c", "protocol.file.allow=always", "submodule", "add", "-q", "../inner", "sub", in: "outer")
    try await box.git("commit", "-qm", "submodule", in: "outer")
    let store = try await box.open("outer/sub")
    _ = try await store.initialize()
    _ = try await store.append([label(1)], message: "one")
    #expect(store.location.commonDirectory.hasSuffix("/outer/.git/modules/sub"))
    #expect(try await box.git("branch", "--list", "judge", in: "outer") == "")
    #expect(try await box.git("status", "--porcelain", in: "outer/sub") == "")
    #expect(try await store.fsck(.deep).problems == [])
    try await box.git("switch", "-q", "judge", in: "outer/sub")
    let more = try label(2)
    _ = try await store.append([more], message: "two")
    #expect(box.exists("outer/sub/" + path(more)))
    #expect(try await box.git("status", "--porcelain", in: "outer/sub") == "")
  }

  @Test func emptyRepositoryWhoseFirstBranchIsJudge() async throws {
    let box = try Sandbox()
    try await box.git("init", "-q", "-b", "judge", "store")
    let store = try await box.open()
    _ = try await store.initialize()
    let record = try label(1)
    _ = try await store.append([record], message: "one")
    #expect(try await box.git("status", "--porcelain", in: "store") == "")
    #expect(box.exists("store/format.json"))
    #expect(box.exists("store/" + path(record)))
  }

  @Test func separateStoreByConfiguration() async throws {
    let box = try Sandbox()
    _ = try await box.store("records", bare: true)
    try await box.makeRepository("code")
    try await box.git("config", "judge.store", "../records", in: "code")
    let store = try await box.open("code")
    #expect(store.location.isSeparate)
    _ = try await store.append([label(1)], message: "one")
    #expect(try await box.open("records").records(kind: .assessment).count == 1)
    #expect(try await box.git("branch", "--list", "judge", in: "code") == "")
    try await store.setConfig("judge.experiment", "tone")
    #expect(try await box.git("config", "judge.experiment", in: "code") == "tone")
    #expect(try await store.config("judge.experiment") == "tone")
  }

  @Test func branchByConfiguration() async throws {
    let box = try Sandbox()
    try await box.makeRepository()
    try await box.git("config", "judge.branch", "team/judge", in: "store")
    let store = try await box.open()
    _ = try await store.initialize()
    #expect(try await store.head()?.reference == "refs/heads/team/judge")
    #expect(try await box.open(branch: "other").head() == nil)
  }

  @Test func settingsOfTheGitCommandLineCount() async throws {
    let box = try Sandbox()
    _ = try await box.store()
    let store = try await box.open(
      variables: [
        "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "judge.model",
        "GIT_CONFIG_VALUE_0": "recorded:/x", "GIT_CONFIG_KEY_1": "user.email",
        "GIT_CONFIG_VALUE_1": "bob@example.com", "GIT_AUTHOR_EMAIL": "",
      ])
    #expect(try await store.config("Judge.Model") == "recorded:/x")
    #expect(try await store.author() == Person(name: "Ada", email: "bob@example.com"))
  }
}
