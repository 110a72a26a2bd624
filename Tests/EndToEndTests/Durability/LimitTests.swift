import Foundation
import JudgeTestSupport
import Testing

/// Limits of the machine are errors with a way out, and never keep anybody from reading.
@Suite struct LimitTests {
  @Test func tooFewOpenFiles() throws {
    let repository = try Repository.ready()
    let remote = try Repository(repository.world, "remote.git", options: ["--bare"])
    try repository.git("remote", "add", "origin", remote.path)
    for command in ["fsck", "sync", "status"] {
      let outcome = try repository.world.run(
        "sh", ["-c", "ulimit -n 24 && exec timeout 60 git-judge \(command)"], in: repository.url)
      #expect(outcome.status == 3, "\(outcome.all)")
      #expect(outcome.errorText.contains("ulimit -n"), "\(outcome.all)")
    }
    for command in ["sync", "fsck"] {
      let outcome = try repository.world.run(
        "sh", ["-c", "ulimit -n 64 && exec timeout 60 git-judge \(command)"], in: repository.url)
      #expect(outcome.status == 0, "\(outcome.all)")
    }
  }

  @Test func withoutAnIndexFileEverythingIsRead() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("case-0", labels: ["ann": "good"])])
    let state = repository.url.appendingPathComponent(".git/git-judge")
    try FileManager.default.removeItem(at: state)
    // A file where the folder should be: nothing can be written there, by root neither.
    try Data().write(to: state)
    for command in [["trace", "list"], ["feedback", "list"], ["status"], ["fsck"]] {
      let outcome = try repository.judge(command)
      #expect(outcome.status == 0, "\(outcome.all)")
      #expect(outcome.errorText.contains("is read from the repository"), "\(outcome.all)")
    }
    #expect(try repository.keys() == ["case-0"])
  }

  /// Needs a small disk of its own.
  @Test func onAFullDisk() throws {
    let world = try World()
    let probe = try world.run("unshare", ["-m", "true"])
    guard probe.status == 0 else {
      print("skipped: no small disk can be mounted here")
      return
    }
    let disk = world.folder.file("disk")
    try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
    let line = try world.write("one.jsonl", lines: [Samples.line("case-0")])
    let script = """
      set -e
      mount -t tmpfs -o size=4m none "$1"
      cd "$1" && git init -q store && cd store
      git-judge init && git-judge experiment create support && git-judge trace import "$2"
      for index in kept gone; do
        if [ "$index" = gone ]; then rm -rf .git/git-judge; fi
        dd if=/dev/zero of="../$index" bs=1k 2>/dev/null || true
        git-judge trace list --json | grep -q case-0
        git-judge status
        git-judge fsck
      done
      if git-judge experiment create other; then exit 9; fi
      rm ../kept ../gone
      git-judge experiment create other
      git-judge fsck --deep
      test -z "$(ls .git/objects/pack | grep keep)"
      """
    let outcome = try world.run("unshare", ["-m", "sh", "-c", script, "full", disk.path, line])
    #expect(outcome.status == 0, "\(outcome.all)")
  }

  @Test func aCloneWithoutTrees() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("case-0", labels: ["ann": "good"])])
    let remote = try Repository(repository.world, "remote.git", options: ["--bare"])
    try remote.git("config", "uploadpack.allowFilter", "true")
    try remote.git("config", "uploadpack.allowAnySHA1InWant", "true")
    try repository.git("remote", "add", "origin", remote.path)
    try repository.judge("sync").expecting(0)
    let clones = try ["one", "two"].map { name in
      let url = repository.world.folder.file(name)
      try repository.world.run(
        "git",
        [
          "clone", "-q", "--filter=tree:0", "--no-checkout", "-b", "judge", "file://\(remote.path)",
          url.path,
        ]
      ).expecting(0)
      return Repository(repository.world, at: url)
    }
    let one = clones[0]
    #expect(try one.json("status")["records", "trace"] == 1)
    try one.judge("experiment", "use", "support").expecting(0)
    try repository.load([Samples.line("case-1")])
    try repository.judge("sync").expecting(0)
    try one.load([Samples.line("case-2")])
    try one.judge("sync").expecting(0)
    #expect(try one.keys().count == 3)
    #expect(try one.judge("fsck", "--deep", "--json").json()["ok"] == true)
    try FileManager.default.moveItem(at: remote.url, to: repository.world.folder.file("gone.git"))
    let offline = try clones[1].judge("trace", "list").expecting(3)
    #expect(offline.errorText.contains("--filter=blob:none"), "\(offline.all)")
  }
}
