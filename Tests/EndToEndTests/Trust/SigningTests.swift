import Foundation
import JudgeTestSupport
import Testing

/// Signed by git's own means, and held against pinned keys.
@Suite struct SigningTests {
  /// Makes a key and gives its public half's path and text.
  static func key(_ name: String, in world: World) throws -> (path: String, text: String) {
    let path = world.folder.file(name).path
    try world.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path])
      .expecting(0)
    let text = try String(contentsOfFile: path + ".pub", encoding: .utf8)
    return (path, text.split(separator: " ").prefix(2).joined(separator: " "))
  }

  static func signing(_ repository: Repository, with key: String) throws {
    try repository.git("config", "gpg.format", "ssh")
    try repository.git("config", "user.signingKey", key)
    try repository.git("config", "commit.gpgSign", "true")
    try repository.git("config", "tag.gpgSign", "true")
  }

  @Test func commitsAndTagsAreSignedAsGitWould() throws {
    let world = try World()
    let ann = try Self.key("ann", in: world)
    let repository = try Repository(world)
    try Self.signing(repository, with: ann.path)
    let signers = try world.write("signers", "ann@example.com \(ann.text)\n")
    try repository.git("config", "gpg.ssh.allowedSignersFile", signers)
    try repository.judge("init").expecting(0)
    try repository.judge("experiment", "create", "support").expecting(0)
    try repository.load([Samples.line("a", labels: ["ann@example.com": "good"])])
    try repository.newJudge("tone", "--values", "bad,good")
    try repository.git("verify-commit", "refs/heads/judge")
    try repository.git("verify-tag", "judge/support/tone/v1")
    #expect(try repository.json("fsck", "--deep")["ok"] == true)
    let trust = try repository.json("fsck", "--trust")
    #expect(trust["trust", "verified"] == 1, "\(trust)")
    // A key by its text is looked for in an agent: without one nothing is written.
    try repository.git("config", "user.signingKey", ann.text)
    let tip = try repository.tip()
    let failed = try repository.judge(
      ["experiment", "create", "other"],
      environment: ["SSH_AUTH_SOCK": "/nonexistent"])
    #expect(failed.status == 3 && failed.errorText.contains("could not sign"), "\(failed.all)")
    #expect(try repository.tip() == tip)
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/gpg")))
  func commitsAreSignedByOpenPGP() throws {
    let world = try World()
    let home = world.folder.file("gnupg").path
    let variables = ["GNUPGHOME": home]
    try FileManager.default.createDirectory(
      atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try world.run(
      "gpg",
      [
        "--batch", "--quiet", "--passphrase", "", "--quick-gen-key", "Ann <ann@example.com>",
        "ed25519", "sign", "never",
      ], environment: variables
    ).expecting(0)
    let repository = try Repository(world)
    try repository.git("config", "commit.gpgSign", "true")
    try repository.git("config", "user.signingKey", "ann@example.com")
    try repository.judge(["init"], environment: variables).expecting(0)
    try world.run(
      "git", ["verify-commit", "refs/heads/judge"], in: repository.url, environment: variables
    ).expecting(0)
    _ = try world.run("gpgconf", ["--kill", "all"], environment: variables)
  }

  @Test func aForgedListIsNamed() throws {
    let world = try World()
    let (ann, eve) = (try Self.key("ann", in: world), try Self.key("eve", in: world))
    let signers = try world.write("signers", "ann@example.com \(ann.text)\n")
    let repository = try Repository(world)
    try Self.signing(repository, with: ann.path)
    try repository.git("config", "judge.allowedSigners", signers)
    try repository.judge("init").expecting(0)
    try repository.judge("owners", "ann@example.com").expecting(0)
    let good = try repository.tip()
    for (key, kind) in [(eve.path, "bad-signature"), ("", "unsigned")] {
      let forged = try repository.clone("forged-\(kind)", options: ["--branch", "judge"])
      try forged.git("config", "user.email", "ann@example.com")
      if !key.isEmpty { try Self.signing(forged, with: key) }
      try Data("ann@example.com\neve@example.com\n".utf8)
        .write(to: forged.url.appendingPathComponent("owners"))
      try forged.git("commit", "-q", "-a", "-m", "Tidy")
      try forged.git("config", "judge.allowedSigners", signers)
      #expect(try forged.json("owners")["owners"] == [.text("ann@example.com")])
      for isPinned in [false, true] {
        if isPinned { try forged.git("config", "judge.owners", "ann@example.com") }
        let report = try forged.judge("fsck", "--trust", "--json")
        let found = try report.json()["problems"]?.list ?? []
        #expect(report.status == 1, "\(report.all)")
        #expect(found.contains { $0["path"] == "owners" && $0["kind"] == .text(kind) }, "\(found)")
      }
    }
    #expect(try repository.tip() == good)
    #expect(try repository.json("fsck", "--trust")["problems"] == [])
  }

  @Test func labelsAreHeldAgainstAuthorsAndKeys() throws {
    let world = try World()
    let ann = try Self.key("ann", in: world)
    let eve = try Self.key("eve", in: world)
    let repository = try Repository.ready(world)
    try repository.load([Samples.line("a"), Samples.line("b"), Samples.line("c")])
    let none = try repository.json("fsck", "--trust")
    #expect(none["trust", "warnings"]?.list?.count == 1)
    let signers = try world.write("signers", "*@example.com,!eve@example.com \(ann.text)\n")
    try repository.git("config", "judge.allowedSigners", signers)
    func label(_ key: String, of source: String) throws -> String {
      try repository.judge(
        "feedback", "add", try repository.traceID(key), "--name", "tone", "--value", "good",
        "--source-id", source
      ).expecting(0)
      let check = try repository.judge("fsck", "--trust", "--json")
      let kinds = try check.json()["problems"]?.list?.compactMap { $0["kind"]?.text } ?? []
      #expect(check.status == (kinds.isEmpty ? 0 : 1))
      return kinds.sorted().joined(separator: " ")
    }
    #expect(try label("a", of: "annotator-7") == "", "who has no key proves nothing")
    try Self.signing(repository, with: ann.path)
    #expect(try label("a", of: "ann@example.com") == "")
    #expect(try label("b", of: "bob@example.com") == "author-differs")
    // Eve's commit says that it is Ann's, and git calls her signature good.
    try Self.signing(repository, with: eve.path)
    #expect(try label("b", of: "ann@example.com") == "author-differs bad-signature")
    try repository.git("config", "commit.gpgSign", "false")
    #expect(try label("c", of: "ann@example.com") == "author-differs bad-signature unsigned")
  }

  @Test func anOwnerWithAKeyRedactsOnlyBySigning() throws {
    let world = try World()
    let ann = try Self.key("ann", in: world)
    let repository = try Repository.ready(world)
    try repository.load([Samples.line("a", labels: ["bob@example.org": "good"]), Samples.line("b")])
    try repository.judge("owners", "ann@example.com").expecting(0)
    let signers = try world.write("signers", "ann@example.com \(ann.text)\n")
    try repository.git("config", "judge.allowedSigners", signers)
    let forged = try repository.json("redact", "bob@example.org", "--reason", "x")
    #expect(forged["pending"] == true, "the author's address alone is a claim")
    try Self.signing(repository, with: ann.path)
    let number = try #require(forged["redactions"]?.list?.first?.text)
    #expect(try repository.json("redact", number, "--reason", "mine")["pending"] == false)
    // A purge takes signatures and stands for them.
    let id = try repository.traceID("a")
    try repository.judge("redact", id, "--reason", "x", "--purge").expecting(0)
    #expect(try repository.json("status")["redacted"] == 1, "the label; the trace is gone")
    #expect(try repository.json("fsck", "--trust")["ok"] == true)
  }

  /// The server began to ask for signatures when labels had been made without.
  @Test func labelsFromBeforeSignaturesAreSignedAgain() throws {
    let world = try World()
    let ann = try Self.key("ann", in: world)
    let remote = try Repository(world, "team.git", options: ["--bare"])
    try remote.judge("hooks", "install", "--server").expecting(0)
    let clone = try Repository.ready(world, "clone")
    try clone.git("remote", "add", "origin", remote.path)
    try clone.load([Samples.line("a"), Samples.line("b"), Samples.line("c")])
    func label(_ key: String) throws {
      let id = try clone.traceID(key)
      try clone.judge("feedback", "add", id, "--name", "tone", "--value", "good").expecting(0)
    }
    try label("a")
    try clone.judge("sync").expecting(0)
    try label("b")
    try clone.judge("adjudicate", "tone", "b", "--value", "good").expecting(0)
    let reviewers = try world.write("reviewers", "ann@example.com signed\n")
    let signers = try world.write("signers", "ann@example.com \(ann.text)\n")
    try remote.git("config", "judge.reviewers", reviewers)
    try remote.git("config", "judge.allowedSigners", signers)
    let refused = try clone.judge("sync")
    #expect(refused.status == 3 && refused.errorText.contains("has not signed"))
    let hint = refused.errorText.split(separator: "\n").last { $0.hasPrefix("hint: ") } ?? ""
    #expect(hint.contains("git judge sync --sign"), "\(refused.errorText)")
    #expect(!refused.errorText.contains("git-judge: hint"), "said once")

    let off = try clone.judge("sync", "--sign")
    #expect(off.status == 3 && off.errorText.contains("commit.gpgSign true"), "\(off.all)")
    try Self.signing(clone, with: ann.path)
    try label("c")
    let before = try clone.tip()
    let done = try clone.json("sync", "--sign")
    // The label that the server had before is signed too; the one made with the key on is.
    #expect(done["signed"] == 3 && done["pushed"] == 3, "\(done)")
    try clone.git("merge-base", "--is-ancestor", before, "refs/heads/judge")
    #expect(try clone.json("sync", "--sign")["signed"] == 0)
    #expect(try remote.tip() == clone.tip())
    #expect(try clone.json("feedback", "list", "--name", "tone")["feedback"]?.list?.count == 3)
    try clone.git("config", "judge.allowedSigners", signers)
    let trust = try clone.json("fsck", "--trust")
    #expect(trust["trust", "verified"] == 4 && trust["ok"] == true, "\(trust)")
    #expect(try clone.json("fsck", "--deep")["ok"] == true)
  }
}
