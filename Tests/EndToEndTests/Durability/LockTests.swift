import Foundation
import JudgeTestSupport
import Testing

/// Locks that killed programs left are waited out and taken away; others are not touched.
@Suite struct LockTests {
  /// Puts a lock into a repository, as old as a number of seconds.
  private func lock(_ name: String, in folder: URL, age: Double) throws {
    let file = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: file)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: file.path)
  }

  @Test(arguments: [0.0, 60.0])
  func aVersionIsRegisteredAlthoughItsTagIsLocked(_ age: Double) throws {
    let repository = try Repository.ready()
    let git = repository.url.appendingPathComponent(".git")
    try lock("refs/tags/judge/support/tone/v1.lock", in: git, age: age)
    try lock("packed-refs.lock", in: git, age: age)
    try lock("config.lock", in: git, age: age)
    try repository.newJudge("tone", "--values", "yes,no")
    #expect(try repository.git("tag", "-l").lines == ["judge/support/tone/v1"])
    try repository.judge("experiment", "create", "other").expecting(0)
    #expect(try repository.checked().judge["ok"] == true)
  }

  /// A lock that a living program renews is never taken away.
  @Test func aHeldTagLockIsSaidAndTheTagMadeLater() throws {
    let repository = try Repository.ready()
    let name = ".git/refs/tags/judge/support/tone/v1.lock"
    try lock(name, in: repository.url, age: 0)
    let holder = try repository.world.start(
      "sh", ["-c", "while touch -c \"$1\" && sleep 1; do :; done", "holder", name],
      in: repository.url)
    let file = try repository.world.write("tone.md", "Is {{ outputs }} kind?\n")
    let made = try repository.judge(
      "new", "tone", "--instructions", "@\(file)", "--values", "yes,no")
    #expect(made.status == 0, "\(made.all)")
    #expect(made.errorText.contains("its tag could not be made"), "\(made.all)")
    #expect(try repository.git("tag", "-l").lines == [])
    #expect(try repository.json("show", "tone")["version"] == 1)
    try holder.killGroup()
    try lock(name, in: repository.url, age: 60)
    try repository.judge("fsck", "--repair").expecting(0)
    #expect(try repository.git("tag", "-l").lines == ["judge/support/tone/v1"])
  }

  /// Seconds after a kill the locks are there still, in this clone and in a remote on this machine.
  @Test func syncWaitsForWhatAKillLeft() throws {
    let one = try Repository.ready()
    let remote = try Repository(one.world, "remote.git", options: ["--bare"])
    try one.git("remote", "add", "origin", remote.path)
    try one.load([Samples.line("case-0")])
    try one.newJudge("tone", "--values", "yes,no")
    try one.judge("sync").expecting(0)
    let two = Repository(one.world, at: one.world.folder.file("two"))
    try one.world.run("git", ["clone", "-q", "-b", "judge", remote.path, two.path]).expecting(0)
    try two.judge("sync").expecting(0)
    try two.load([Samples.line("case-1")])
    try two.newJudge("speed", "--experiment", "support", "--values", "yes,no")
    try two.judge("sync").expecting(0)
    let git = one.url.appendingPathComponent(".git")
    for name in [
      "refs/heads/judge.lock", "refs/remotes/origin/judge.lock", "packed-refs.lock",
      "refs/judge/tags/origin/support/speed/v1.lock", "refs/tags/judge/support/speed/v1.lock",
    ] {
      try lock(name, in: git, age: 3)
    }
    for name in ["refs/heads/judge.lock", "packed-refs.lock"] {
      try lock(name, in: remote.url, age: 3)
    }
    try one.newJudge("length", "--values", "yes,no")
    let sync = try one.judge("sync")
    #expect(sync.status == 0, "\(sync.all)")
    #expect(!sync.all.contains("remove the file"), "\(sync.all)")
    #expect(try one.git("tag", "-l").lines.count == 3)
    #expect(try one.checked().judge["ok"] == true)
  }

  @Test func aKilledWriterLeavesNoKeepFileForGood() throws {
    let repository = try Repository.ready()
    let packs = repository.url.appendingPathComponent(".git/objects/pack")
    let host = try repository.world.run("uname", ["-n"]).trimmed
    let stale = packs.appendingPathComponent("pack-\(String(repeating: "0", count: 40)).keep")
    let others = packs.appendingPathComponent("pack-\(String(repeating: "1", count: 40)).keep")
    try Data("git-judge 1 on \(host)\n".utf8).write(to: stale)
    try Data("kept by hand\n".utf8).write(to: others)
    for file in [stale, others] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -60)], ofItemAtPath: file.path)
    }
    try repository.load([Samples.line("case-0")])
    #expect(!FileManager.default.fileExists(atPath: stale.path))
    #expect(FileManager.default.fileExists(atPath: others.path))
  }
}
