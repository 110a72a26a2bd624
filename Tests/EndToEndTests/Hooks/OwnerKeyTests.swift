import Foundation
import JudgeTestSupport
import Testing

/// An owner whose key a server pins acts by signed commits alone, however the server is set up.
@Suite struct OwnerKeyTests {
  private struct Setup {
    var owners: String?
    var reviewers: String?
    var signers = true
  }

  private static let setups = [nil, "ann@example.com"].flatMap { owners in
    [
      Setup(owners: owners), Setup(owners: owners, reviewers: "ann@example.com"),
      Setup(owners: owners, reviewers: "ann@example.com signed"),
      Setup(owners: owners, reviewers: "ann@example.com signed", signers: false),
    ]
  }

  /// What somebody does who commits in Ann's name without her key.
  private static let acts: [(name: String, script: String)] = [
    (
      "owners",
      "at $tip; echo eve@example.com | put owners; git update-ref refs/heads/judge $(made $tip)"
    ),
    (
      "no owners", "at $tip; drop owners; git update-ref refs/heads/judge $(made $tip)"
    ),
    (
      "format.json",
      #"at $tip; echo '{"fanout":[1,1,1],"format":2,"hash":"sha256"}' | put format.json; git update-ref refs/heads/judge $(made $tip)"#
    ),
    ("redactions", "git judge redact $trace --reason x"),
    (
      "endorsements",
      "git judge owners --same-person eve@example.com --same-person ann@example.com"
    ),
    ("endorsements", "git judge owners --lift $redaction --reason x"),
  ]

  @Test func unsignedActsInAKeyedOwnersNameAreRefused() throws {
    let world = try World()
    let server = try Repository(world, "team.git", options: ["--bare"])
    let key = world.folder.file("key").path
    try world.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]).expecting(0)
    let text = try String(contentsOfFile: key + ".pub", encoding: .utf8)
    let signers = try world.write("signers", "ann@example.com \(text)")
    let ann = try Repository.ready(world, "ann")
    try ann.git("remote", "add", "origin", server.path)
    try ann.git("config", "gpg.format", "ssh")
    try ann.git("config", "user.signingKey", key)
    try ann.git("config", "commit.gpgSign", "true")
    try ann.load([Samples.line("a", labels: ["kim": "good"]), Samples.line("b")])
    try ann.judge("owners", "ann@example.com", "lead@example.com").expecting(0)
    let redacted = try ann.json("redact", try ann.traceID("b"), "--reason", "asked")
    let redaction = try #require(redacted["redactions"]?.list?.first?.text)
    try ann.judge("sync").expecting(0)
    try server.judge("hooks", "install", "--server").expecting(0)

    let eve = try server.clone("eve")
    try eve.git("config", "user.email", "ann@example.com")
    try eve.git("update-ref", "refs/heads/judge", "refs/remotes/origin/judge")
    let variables = ["trace": try eve.traceID("a"), "redaction": redaction]
    var commits: [String] = []
    for act in Self.acts {
      try eve.plumb(act.script, environment: variables).expecting(0)
      commits.append(try eve.tip())
      try eve.git("update-ref", "refs/heads/judge", "refs/remotes/origin/judge")
    }
    let before = try server.tip()
    for (number, setup) in Self.setups.enumerated() {
      _ = try? server.git("config", "--unset", "judge.owners")
      _ = try? server.git("config", "--unset", "judge.reviewers")
      _ = try? server.git("config", "--unset", "judge.allowedSigners")
      if let owners = setup.owners { try server.git("config", "judge.owners", owners) }
      if let reviewers = setup.reviewers {
        try server.git("config", "judge.reviewers", try world.write("reviewers", reviewers + "\n"))
      }
      if setup.signers { try server.git("config", "judge.allowedSigners", signers) }
      // The long tests try every act on every server; the others each second one, in turn.
      for (index, act) in Self.acts.enumerated()
      where PropertyRuns.isLong || (number + index).isMultiple(of: 2) {
        let outcome = try world.run(
          "git", ["push", "-q", "origin", "\(commits[index]):refs/heads/judge"], in: eve.url)
        #expect(outcome.status != 0, "\(act.script) came in: \(setup)")
        #expect(outcome.errorText.contains("git-judge:"), "\(act.script): \(outcome.all)")
        if act.name.hasSuffix("owners"), setup.owners != nil {
          #expect(outcome.errorText.contains("git commit --amend -S"), "\(outcome.all)")
        }
        if outcome.status == 0 { try server.git("update-ref", "refs/heads/judge", before) }
      }
    }
    // With the key all of it comes in.
    try server.git("config", "judge.allowedSigners", signers)
    try server.git("config", "judge.owners", "ann@example.com")
    try ann.judge("owners", "ann@example.com").expecting(0)
    try ann.judge("sync").expecting(0)
    #expect(try server.git("show", "judge:owners").text == "ann@example.com\n")
  }
}
