import JudgeGit
import Testing

@Suite struct RepackerTests {
  @Test func ourPacksAreFoldedAndOthersKept() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    // a pack of somebody else
    let tree = String(try await sandbox.git("mktree", in: "store.git").text.dropLast())
    let other = try await sandbox.git("commit-tree", "-m", "other", tree, in: "store.git")
    try await sandbox.git("branch", "other", String(other.text.dropLast()), in: "store.git")
    try await sandbox.git("repack", "-q", "-a", "-d", in: "store.git")
    let foreign = try packs(sandbox, path)
    try #require(foreign.count == 1)
    let first = try commits(path, 0..<25)
    #expect(first == .started)
    try await idle(path)
    let folded = try packs(sandbox, path)
    #expect(folded.count < 8)
    #expect(folded.contains(foreign[0]))
    #expect(try await sandbox.fsck() == "")
    // the pack that the repack made counts as ours: the next round folds it, too
    for round in 1..<4 {
      #expect(try commits(path, (round * 30)..<(round * 30 + 30)) == .started)
      try await idle(path)
    }
    let last = try packs(sandbox, path)
    #expect(last.count < 12)
    #expect(last.contains(foreign[0]))
    #expect(try await sandbox.fsck() == "")
    let log = try await sandbox.git("rev-list", "--count", "judge", in: "store.git")
    #expect(log.text == "115\n")
  }

  private func packs(_ sandbox: Sandbox, _ path: String) throws -> [String] {
    try sandbox.names(in: path + "/objects/pack").filter { $0.hasSuffix(".pack") }
  }

  private func commits(_ path: String, _ numbers: Range<Int>) throws -> Repacker.Outcome {
    let repository = try Repository.open(at: path)
    for number in numbers { try commitFiles(repository, [("t/\(number).json", "\(number)")]) }
    return try Repacker(repository).runIfNeeded()
  }

  private func idle(_ path: String) async throws {
    for _ in 0..<600 {
      if try !isRunning(path) { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("the repack did not end")
  }

  private func isRunning(_ path: String) throws -> Bool {
    try Repacker(Repository.open(at: path)).isRunning()
  }

  @Test func draftsOfKilledWritersAreCleanedUpAfterADay() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try sandbox.write("x", to: path + "/objects/pack/pack_git2_old")
    try sandbox.write("x", to: path + "/objects/pack/pack_git2_new")
    try sandbox.setAge(path + "/objects/pack/pack_git2_old", days: 2)
    #expect(try commits(path, 0..<25) == .started)
    try await idle(path)
    #expect(!sandbox.exists(path + "/objects/pack/pack_git2_old"))
    #expect(sandbox.exists(path + "/objects/pack/pack_git2_new"))
  }

  @Test func fewPacksAreLetBe() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    #expect(try commits(path, 0..<20) == .notNeeded)
    try await sandbox.git("config", "gc.autoPackLimit", "10", in: "store.git")
    try await sandbox.git("config", "judge.autoRepack", "false", in: "store.git")
    #expect(try commits(path, 20..<24) == .notNeeded)
    try await sandbox.git("config", "--unset", "judge.autoRepack", in: "store.git")
    #expect(try commits(path, 24..<25) == .started)
    try await idle(path)
    #expect(try await sandbox.fsck() == "")
  }
}
