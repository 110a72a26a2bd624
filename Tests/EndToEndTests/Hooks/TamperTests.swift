import Foundation
import JudgeTestSupport
import Testing

/// What a server's hook lets in, and what it refuses.
@Suite struct TamperTests {
  /// A bare remote with the hook, a clone that has synced to it, and a work tree of its branch.
  private struct Team {
    let remote: Repository
    let clone: Repository
    let tree: Repository

    init() throws {
      let world = try HookedTeam.world { clone in
        try clone.git(
          "worktree", "add", "-q", clone.world.folder.file("tree").path, "judge")
      }
      (remote, clone, tree) = (
        world.repository("team.git"), world.repository("clone"), world.repository("tree")
      )
    }

    /// Commits the work tree as it is and pushes; what the push said.
    func push(_ options: String...) throws -> Outcome {
      try tree.git("add", "-A")
      try tree.git("commit", "-q", "--no-verify", "-m", "change")
      return try remote.world.run(
        "git", ["push"] + options + ["origin", "judge"], in: tree.url)
    }

    /// The path of one record of a kind.
    func path(_ kind: String) throws -> URL {
      let listed = try tree.git("ls-files", "\(kind)/").lines
      return tree.url.appending(path: listed.first ?? "")
    }
  }

  private func refused(_ outcome: Outcome, _ word: String) {
    #expect(outcome.status != 0, "it came in")
    #expect(outcome.errorText.contains(word), "\(word): \(outcome.errorText)")
  }

  /// What got into a clone is found there.
  private func found(_ team: Team, _ word: String, _ options: String...) throws {
    let check = try team.clone.judge(["fsck", "--json"] + options)
    #expect(check.status == 1, "\(check.all)")
    let kinds = try check.json()["problems"]?.list?.compactMap { $0["kind"]?.text } ?? []
    #expect(kinds.contains(word), "\(word): \(check.all)")
  }

  @Test func ordinaryWorkComesIn() throws {
    let team = try Team()
    let id = try team.clone.traceID("b")
    try team.clone.judge("feedback", "add", id, "--name", "tone", "--value", "good").expecting(0)
    let done = try team.clone.json("sync")
    #expect(done["pushed"] == 1)
    // Files that are not records are people's own.
    try Data("notes\n".utf8).write(to: team.tree.url.appending(path: "NOTES.md"))
    #expect(try team.push().status == 0)
  }

  @Test func anEditedRecordIsRefusedAndFound() throws {
    let team = try Team()
    let file = try team.path("assessments")
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacingOccurrences(of: "good", with: "bad").utf8).write(to: file)
    refused(try team.push(), "never changed")
    try found(team, "name-mismatch")
  }

  @Test func aRenamedFileIsRefused() throws {
    let team = try Team()
    let file = try team.path("judges")
    let other = file.deletingLastPathComponent()
      .appending(path: String(repeating: "a", count: 64) + ".json")
    try FileManager.default.moveItem(at: file, to: other)
    refused(try team.push(), "hash")
    try found(team, "name-mismatch")
    try found(team, "vanished")
  }

  @Test func aDeletionIsRefused() throws {
    let team = try Team()
    try FileManager.default.removeItem(at: try team.path("assessments"))
    refused(try team.push(), "never deleted")
    try found(team, "vanished")
    try team.clone.judge("fsck", "--repair").expecting(0)
  }

  @Test func aMovedTagIsRefused() throws {
    let team = try Team()
    try team.clone.git("tag", "-f", "-a", "-m", "moved", "judge/support/tone/v1", "judge~1")
    let outcome = try team.remote.world.run(
      "git", ["push", "-f", "origin", "refs/tags/judge/support/tone/v1"], in: team.clone.url)
    refused(outcome, "never moved")
    // It points to where its registration is not; and the remote has another one.
    try found(team, "tag-differs")
    let deleted = try team.remote.world.run(
      "git", ["push", "origin", ":refs/tags/judge/support/tone/v1"], in: team.clone.url)
    refused(deleted, "never moved")
  }

  @Test func nonCanonicalBytesOfTheRightHashAreRefused() throws {
    let team = try Team()
    let text = #"{ "kind": "judge", "v": 1, "name": "x", "instructions": "y" }"#
    try put(text, in: team, folder: "judges")
    refused(try team.push(), "canonical")
    try found(team, "not-canonical")
  }

  @Test func aRecordOfTheWrongShapeIsRefused() throws {
    let team = try Team()
    try put(#"{"kind":"judge","name":"x","v":1}"#, in: team, folder: "judges")
    refused(try team.push(), "instructions")
    try found(team, "schema")
  }

  @Test func twoMebibytesAreRefused() throws {
    let team = try Team()
    let long = String(repeating: "x", count: 2 << 20)
    try put(
      #"{"instructions":"\#(long)","kind":"judge","name":"x","v":1}"#, in: team, folder: "judges")
    refused(try team.push(), "1 MiB")
    try found(team, "too-large")
  }

  @Test func aProgramIsRefused() throws {
    let team = try Team()
    let file = team.tree.url.appending(path: "run.sh")
    try Data("#!/bin/sh\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    refused(try team.push(), "100755")
  }

  @Test func rewrittenHistoryIsRefused() throws {
    let team = try Team()
    try team.tree.git("reset", "-q", "--hard", "judge~1")
    try Data("other\n".utf8).write(to: team.tree.url.appending(path: "NOTES.md"))
    refused(try team.push("-f"), "rewritten")
    try found(team, "history-rewritten")
    let deleted = try team.remote.world.run(
      "git", ["push", "origin", ":judge"], in: team.clone.url)
    refused(deleted, "not deleted")
  }

  @Test func aPinnedReviewersLabelComesInTheirOwnCommitOnly() throws {
    let team = try Team()
    let list = try team.remote.world.write("reviewers", "ann@example.org\n")
    try team.remote.git("config", "judge.reviewers", list)
    let id = try team.clone.traceID("b")
    func add(_ source: String, as author: String) throws -> Outcome {
      try team.clone.git("config", "user.email", author)
      try team.clone.judge(
        "feedback", "add", id, "--name", "tone", "--value", "good", "--source-id", source
      ).expecting(0)
      return try team.clone.judge("sync")
    }
    #expect(try add("ann@example.org", as: "ann@example.org").status == 0)
    #expect(try add("import-7", as: "bob@example.org").status == 0, "others are imports")
    let forged = try add("ann@example.org", as: "bob@example.org")
    #expect(forged.status == 0 || forged.errorText.contains("pinned reviewer"))
    try team.clone.git("config", "user.email", "bob@example.org")
    let other = try team.clone.traceID("a")
    try team.clone.judge(
      "feedback", "add", other, "--name", "tone", "--value", "bad", "--source-id",
      "ann@example.org"
    ).expecting(0)
    let outcome = try team.clone.judge("sync")
    #expect(outcome.status == 3, "\(outcome.all)")
    #expect(outcome.errorText.contains("pinned reviewer"), "\(outcome.all)")
  }

  @Test func aPinnedReviewerSignsWhereThatIsDemanded() throws {
    let team = try Team()
    let world = team.remote.world
    let key = world.folder.file("key").path
    try world.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]).expecting(0)
    let text = try String(contentsOfFile: key + ".pub", encoding: .utf8)
    let signers = try world.write("signers", "ann@example.com \(text)")
    try team.remote.git("config", "judge.allowedSigners", signers)
    try team.remote.git(
      "config", "judge.reviewers", try world.write("reviewers", "ann@example.com signed\n"))
    let id = try team.clone.traceID("b")
    try team.clone.judge("feedback", "add", id, "--name", "tone", "--value", "good").expecting(0)
    refused(try team.clone.judge("sync"), "not signed")
    // Taken back, and given again, signed.
    try team.tree.git("reset", "-q", "--hard", "judge~1")
    try team.clone.git("config", "gpg.format", "ssh")
    try team.clone.git("config", "user.signingKey", key)
    try team.clone.git("config", "commit.gpgSign", "true")
    try team.clone.judge("feedback", "add", id, "--name", "tone", "--value", "bad").expecting(0)
    #expect(try team.clone.json("sync")["pushed"] == 1)
  }

  @Test func aLabelThatOnlyAMergeBringsIsRefused() throws {
    let team = try Team()
    let list = try team.remote.world.write("reviewers", "ann@example.org\n")
    try team.remote.git("config", "judge.reviewers", list)
    let id = try team.clone.traceID("b")
    try team.tree.git("checkout", "-q", "--detach")
    try team.clone.judge(
      "feedback", "add", id, "--name", "tone", "--value", "good", "--source-id", "ann@example.org"
    ).expecting(0)
    // A merge of two commits, neither of which has the label.
    let tree = try team.clone.tree()
    let base = try team.clone.tip("judge~1")
    let side = try team.clone.git(
      "commit-tree", "-p", base, "-m", "side", "\(base)^{tree}"
    ).trimmed
    let merge = try team.clone.git(
      "commit-tree", "-p", base, "-p", side, "-m", "merge", tree
    ).trimmed
    let pushed = try team.remote.world.run(
      "git", ["push", "origin", "\(merge):refs/heads/judge"], in: team.clone.url)
    refused(pushed, "a merge alone")
  }

  @Test func aReplayedRedactionIsRefused() throws {
    let team = try Team()
    let world = team.remote.world
    try team.remote.git("config", "judge.owners", "ann@example.com")
    // A label that is only in another clone is hidden here before it arrives.
    let late = try team.clone.clone("late")
    try late.git("remote", "set-url", "origin", team.remote.path)
    try late.git("config", "judge.experiment", "support")
    let id = try team.clone.traceID("b")
    let label = try late.json(
      "feedback", "add", id, "--name", "tone", "--value", "bad", "--rationale", "rude words")
    let path = try #require(
      try late.records("assessments").first { $0.value["rationale"] == "rude words" }?.key)
    let hash = path.split(separator: "/").dropFirst().joined().dropLast(5)
    #expect(label["trace_id"]?.text == id)
    try team.clone.judge("owners", "ann@example.com").expecting(0)
    try team.clone.judge("redact", String(hash), "--reason", "rude").expecting(0)
    try team.clone.judge("sync").expecting(0)
    refused(
      try world.run("git", ["fetch", "-q", "origin"], in: late.url).status == 0
        ? late.judge("sync") : late.judge("status"), "redacted")
  }

  @Test func aHookThatIsThereRunsFirst() throws {
    let world = try World()
    let remote = try Repository(world, "team.git", options: ["--bare"])
    let own = remote.url.appending(path: "hooks/pre-receive")
    try Data("#!/bin/sh\ncat >/dev/null\necho 'their own' >&2\n".utf8).write(to: own)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: own.path)
    for _ in 0..<2 {
      let installed = try remote.json("hooks", "install", "--server")
      #expect(installed["hooks"]?.list?.first?["chained"]?.text?.hasSuffix("before-judge") == true)
    }
    let clone = try Repository.ready(world, "clone")
    try clone.git("remote", "add", "origin", remote.path)
    let pushed = try world.run("git", ["push", "origin", "judge"], in: clone.url)
    #expect(pushed.status == 0 && pushed.errorText.contains("their own"), "\(pushed.all)")
  }

  @Test func thePushHookOfACloneStopsWhatTheServerWould() throws {
    let team = try Team()
    try team.clone.judge("hooks", "install").expecting(0)
    try FileManager.default.removeItem(at: team.remote.url.appending(path: "hooks/pre-receive"))
    try FileManager.default.removeItem(at: try team.path("assessments"))
    refused(try team.push(), "never deleted")
  }

  /// Puts bytes where their hash says.
  private func put(_ text: String, in team: Team, folder: String) throws {
    let file = team.tree.url.appending(path: "new.json")
    try Data(text.utf8).write(to: file)
    let sum = try team.remote.world.run("sha256sum", [file.path]).expecting(0)
    let name = sum.text.prefix(64)
    try FileManager.default.moveItem(
      at: file, to: team.tree.url.appending(path: "\(folder)/\(name).json"))
  }
}
