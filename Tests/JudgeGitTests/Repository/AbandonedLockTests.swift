import FoundationEssentials
import JudgeGit
import Testing

@Suite struct AbandonedLockTests {
  @Test func onlyOldLocksOfTheStoreGo() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let own = [
      "packed-refs.lock", "refs/heads/judge.lock", "refs/remotes/origin/judge.lock",
      "refs/remotes/team/one/judge.lock",
      "refs/judge/tags/origin/support/v1.lock", "refs/tags/judge/support/tone/v1.lock",
    ]
    let others = [
      "index.lock", "config.lock", "refs/heads/main.lock", "refs/heads/judge",
      "refs/remotes/origin/main.lock", "refs/tags/v1.lock",
    ]
    for name in own + others {
      let file = path + "/" + name
      let folder = String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)])
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: file))
    }
    #expect(AbandonedLocks.remove(in: path, branch: "judge") == [])
    let removed = AbandonedLocks.remove(in: path, branch: "judge", olderThan: 0)
    #expect(Set(removed) == Set(own.map { path + "/" + $0 }))
    for name in others { #expect(FileManager.default.fileExists(atPath: path + "/" + name)) }
    #expect(AbandonedLocks.remove(in: path + "/nowhere", branch: "judge") == [])
  }
}
