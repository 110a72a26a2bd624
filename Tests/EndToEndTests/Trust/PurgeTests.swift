import Foundation
import JudgeTestSupport
import Testing

/// Purged bytes leave every history and do not come back.
@Suite struct PurgeTests {
  private struct Team {
    let world: World
    let remote: Repository
    let owner: Repository
    let other: Repository
    let trace: String
    let hash: String
    let path: String

    init(hook: Bool = true) throws {
      world = try Template.world("\(hook)") { world in
        let remote = try Repository(world, "team.git", options: ["--bare"])
        if hook { try remote.judge("hooks", "install", "--server").expecting(0) }
        try remote.git("config", "judge.owners", "ann@example.com")
        let owner = try Repository.ready(world, "owner")
        try owner.git("remote", "add", "origin", remote.path)
        try owner.load([
          Samples.line("a", inputs: ["question": "Flat 12, 7 Garden Row"], labels: ["x": "good"]),
          Samples.line("b"),
        ])
        try owner.newJudge("tone", "--values", "bad,good")
        try owner.judge("owners", "ann@example.com").expecting(0)
        try owner.judge("sync").expecting(0)
        try world.run(Binary.path, ["clone", remote.path, "other"]).expecting(0)
        try world.repository("other").git("config", "user.email", "bob@example.com")
      }
      (remote, owner, other) = (
        world.repository("team.git"), world.repository("owner"), world.repository("other")
      )
      trace = try owner.traceID("a")
      let records = try owner.records("traces")
      path = records.first { $0.value["client_request_id"] == "a" }?.key ?? ""
      hash = path.split(separator: "/").dropFirst().joined().replacingOccurrences(
        of: ".json", with: "")
    }

    /// Whether a repository's histories hold the purged bytes.
    func holds(_ repository: Repository) throws -> Bool {
      let found = try repository.git(
        "log", "--oneline", "--full-history", "--branches", "--tags", "--", path)
      return !found.lines.isEmpty
    }
  }

  /// A trace's labels are the word of their sources: they stay until somebody names them.
  @Test func aLabelOfAPurgedTraceIsPurgedByItsId() throws {
    let team = try Team(hook: false)
    let label =
      try team.owner.json("feedback", "list")["feedback"]?.list?.first?["assessment_id"]?.text ?? ""
    try team.owner.judge("redact", team.trace, "--reason", "an address", "--purge").expecting(0)
    #expect(try team.owner.json("feedback", "list")["feedback"] == [])
    let done = try team.owner.json("redact", label, "--reason", "an address", "--purge")
    let files = done["purge", "files"]?.list?.compactMap(\.text) ?? []
    #expect(files.contains { $0.hasPrefix("assessments/") }, "\(done)")
    try team.owner.judge("sync", "--purge").expecting(0)
    for repository in [team.owner, team.remote] {
      let left = try repository.git(
        "log", "--oneline", "--full-history", "--branches", "--tags", "--", files[0])
      #expect(left.lines.isEmpty)
    }
  }

  @Test func theBytesLeaveTheServerAndEveryClone() throws {
    let team = try Team()
    // Bob labels on a train, before he hears of it.
    let id = try team.other.traceID("b")
    try team.other.judge("feedback", "add", id, "--name", "tone", "--value", "bad").expecting(0)

    let done = try team.owner.json("redact", team.trace, "--reason", "an address", "--purge")
    #expect(done["purge", "applied"] == false && done["purge", "files"] == [.text(team.path)])
    #expect(try team.holds(team.owner), "until it is pushed")

    let refused = try team.owner.judge("sync", "--purge")
    #expect(refused.status == 3, "\(refused.all)")
    #expect(refused.errorText.contains("judge.allowPurge"), "\(refused.all)")
    #expect(refused.errorText.contains("rewritten"), "\(refused.all)")

    try team.remote.git("config", "--add", "judge.allowPurge", team.hash)
    let purged = try team.owner.json("sync", "--purge")
    #expect(purged["purged"] == 1, "\(purged)")
    #expect(try !team.holds(team.owner))
    #expect(try !team.holds(team.remote))
    let log = try String(
      contentsOf: team.remote.url.appending(path: "judge-purges.log"), encoding: .utf8)
    #expect(log.contains("ann@example.com") && log.contains(team.path))
    #expect(try team.owner.json("fsck")["ok"] == true)
    #expect(try team.owner.json("fsck", "--deep")["ok"] == true)

    // Bob's clone starts over; his label comes along, the purged bytes do not.
    let synced = try team.other.json("sync")
    #expect(synced["started_over"] == true && synced["pushed"] == 1, "\(synced)")
    #expect(try !team.holds(team.other))
    #expect(try !team.holds(team.remote))
    #expect(try team.other.json("fsck", "--deep")["ok"] == true)
    try team.owner.judge("sync").expecting(0)
    let labels = try team.owner.json("feedback", "list", "--source-id", "bob@example.com")
    #expect(labels["feedback"]?.list?.count == 1, "\(labels)")
    // The version's tag follows.
    #expect(
      try team.owner.tip("refs/tags/judge/support/tone/v1")
        == team.other.tip("refs/tags/judge/support/tone/v1"))
    try team.owner.git("reflog", "expire", "--expire=now", "--all")
    try team.owner.git("gc", "-q", "--prune=now")
    let left = try team.world.run(
      "git", ["cat-file", "--batch-all-objects", "--batch"], in: team.owner.url)
    #expect(!left.text.contains("Garden Row"))
  }

  @Test func nobodyBringsThemBack() throws {
    let team = try Team()
    try team.owner.judge("redact", team.trace, "--reason", "an address", "--purge").expecting(0)
    try team.remote.git("config", "--add", "judge.allowPurge", team.hash)
    try team.owner.judge("sync", "--purge").expecting(0)
    // By plain git, on top of the purged history.
    let old = try team.other.git("show", "origin/judge:\(team.path)").text
    try team.other.judge("sync").expecting(0)
    let tree = Repository(team.world, at: team.world.folder.file("tree"))
    try team.other.git("worktree", "add", "-q", tree.path, "judge")
    let file = tree.url.appending(path: team.path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(old.utf8).write(to: file)
    try tree.git("add", "-A")
    try tree.git("commit", "-q", "-m", "replayed")
    let pushed = try team.world.run("git", ["push", "origin", "judge"], in: tree.url)
    #expect(pushed.status != 0 && pushed.errorText.contains("redacted"), "\(pushed.all)")
    let check = try team.other.judge("fsck", "--json")
    #expect(check.status == 1 && check.text.contains("purge-due"), "\(check.all)")
    // Nor does an import, nor a server without a hook.
    let again = try team.owner.load([
      Samples.line("a", inputs: ["question": "Flat 12, 7 Garden Row"], labels: ["x": "good"])
    ])
    #expect(again["redacted"]?.int ?? 0 >= 1, "\(again)")
    #expect(try !team.holds(team.owner))
    try FileManager.default.removeItem(
      at: team.remote.url.appending(path: "hooks/pre-receive"))
    try team.world.run("git", ["push", "origin", "judge"], in: tree.url).expecting(0)
    let sync = try team.owner.judge("sync")
    #expect(sync.status == 3 && sync.errorText.contains("purged"), "\(sync.all)")
    #expect(try !team.holds(team.owner))
  }

  @Test func onlyAnOwnerPurges() throws {
    let team = try Team()
    let refused = try team.other.judge("redact", team.trace, "--reason", "x", "--purge")
    #expect(refused.status == 4 && refused.errorText.contains("not an owner"), "\(refused.all)")
    // A rewrite under cover of an allowed purge takes nothing else away.
    try team.remote.git("config", "--add", "judge.allowPurge", team.hash)
    let pushed = try team.world.run(
      "git", ["push", "-f", "origin", "origin/judge~1:refs/heads/judge"], in: team.other.url)
    #expect(pushed.status != 0, "\(pushed.all)")
  }

  @Test func aStoreWithoutARemoteIsPurgedAtOnce() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    try repository.load([Samples.line("a"), Samples.line("b")])
    try repository.judge("owners", "ann@example.com").expecting(0)
    let id = try repository.traceID("a")
    let done = try repository.json("redact", id, "--reason", "an address", "--purge")
    #expect(done["purge", "applied"] == true)
    let check = try repository.json("fsck", "--deep")
    #expect(check["ok"] == true, "\(check)")
    #expect(try repository.records("traces").count == 1)
    #expect(try repository.json("status")["vanished"]?.list?.isEmpty == true)
  }

  @Test func onlyAnOwnerNamesOwners() throws {
    let team = try Team()
    try team.remote.git("config", "--unset", "judge.owners")
    let named = try team.other.judge("owners", "bob@example.com")
    #expect(named.status == 4 && named.errorText.contains("only an owner"), "\(named.all)")
    // By plain git, the server refuses it.
    let tree = Repository(team.world, at: team.world.folder.file("owners-tree"))
    try team.other.git("worktree", "add", "-q", tree.path, "judge")
    try Data("bob@example.com\n".utf8).write(to: tree.url.appending(path: "owners"))
    try tree.git("commit", "-q", "-a", "-m", "own it")
    try team.other.git("worktree", "remove", tree.path)
    let sync = try team.other.judge("sync")
    #expect(sync.status == 3 && sync.errorText.contains("only an owner"), "\(sync.all)")
    // A clone that pinned its owners trusts no list that comes later.
    try FileManager.default.removeItem(
      at: team.remote.url.appending(path: "hooks/pre-receive"))
    try team.other.judge("sync").expecting(0)
    try team.owner.judge("sync").expecting(0)
    let owners = try team.owner.json("owners")
    #expect(owners["owners"] == ["ann@example.com"] && owners["listed"] == ["ann@example.com"])
  }
}
