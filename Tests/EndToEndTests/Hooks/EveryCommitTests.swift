import Foundation
import JudgeTestSupport
import Testing

/// The server's hook looks at each commit of a push and at each reference, not at the ends.
@Suite struct EveryCommitTests {
  /// A server with the hook and a clone that has synced to it.
  private static func team() throws -> (server: Repository, clone: Repository) {
    let world = try HookedTeam.world()
    return (world.repository("team.git"), world.repository("clone"))
  }

  /// What came in before the hook was there, and nobody can list or read: an owner takes it out.
  @Test(arguments: [
    #"bomb; made=$(tree $({ git ls-tree $tip; printf '040000 tree %s\tzz\n' $bomb; } | git mktree))"#,
    "at $tip; head -c 3000000 /dev/zero | put traces/0/1/2/$(printf a%.0s {1..61}).json; made=$(made $tip)",
  ])
  func anOwnerTakesOutWhatCannotBeRead(_ script: String) throws {
    let (server, clone) = try Self.team()
    let hook = server.url.appendingPathComponent("hooks/pre-receive")
    let aside = server.url.appendingPathComponent("hooks/aside")
    try FileManager.default.moveItem(at: hook, to: aside)
    try clone.plumb(
      script + "\ngit push -q origin $made:refs/heads/judge; git update-ref refs/heads/judge $made"
    ).expecting(0)
    try FileManager.default.moveItem(at: aside, to: hook)
    let removal = """
      git update-ref refs/heads/judge $(git rev-parse refs/remotes/origin/judge)
      tip=$(git rev-parse refs/heads/judge)
      made=$(tree $(git rev-parse $tip~1^{tree}))
      """
    // Not in passing, and not by somebody else.
    let other = "export GIT_AUTHOR_EMAIL=mal@example.org GIT_COMMITTER_EMAIL=mal@example.org\n"
    let refused = try clone.plumb(other + removal + "\n" + Self.toBranch)
    #expect(refused.status != 0 && refused.errorText.contains("only an owner"), "\(refused.all)")
    try clone.plumb(removal + "\n" + Self.toBranch).expecting(0)
    #expect(try server.json("fsck")["ok"] == true)
    try clone.judge("sync").expecting(0)
    try clone.judge("trace", "list").expecting(0)
  }

  private struct Attack {
    let name: String
    /// A word of the refusal.
    let word: String
    let script: String
  }

  private static let toBranch = "git push -q origin $made:refs/heads/judge"

  /// What a later commit takes back has happened all the same.
  private static let transient: [Attack] = [
    ("deleted", "never deleted", "drop $record"),
    ("all deleted", "never deleted", "drop $all"),
    ("changed", "never changed", "echo x | put $record"),
    ("huge", "1 MiB", "head -c 30000000 /dev/zero | put notes.txt"),
    ("link", "120000", "printf /etc/passwd | put link 120000"),
    ("submodule", "160000", "gitlink module"),
    ("program", "100755", "echo x | put run.sh 100755"),
    (
      "format", "written once",
      #"echo '{"fanout":[1,1,1],"format":2,"hash":"sha256"}' | put format.json"#
    ),
    ("no format", "written once", "drop format.json"),
    ("folder", "folder of records", "echo x | put redactions"),
    (
      "emptied folder", "folder of records",
      "drop $(git ls-files assessments); echo x | put assessments"
    ),
    ("fan-out", "not a record's place", "echo x | put changes/a"),
    ("deeper", "not a record's place", "echo x | put changes/a/b"),
    ("wrong name", "hash", "echo x | put judges/$(printf a%.0s {1..64}).json"),
    (
      "far version", "not a version's number",
      #"""
      e=$(git ls-files experiments | head -1); e=${e#*/}; j=$(git ls-files judges | head -1); j=${j#*/}
      r='{"experiment":"'${e%.json}'","judge":"'${j%.json}'","kind":"registration","name":"tone","v":1,"version":1000001}'
      printf %s "$r" | put registrations/$(printf %s "$r" | sha256sum | cut -c1-64).json
      """#
    ),
  ].map { name, word, script in
    Attack(
      name: name, word: word,
      script: "at $tip; \(script); first=$(made $tip); at $tip; made=$(made $first); \(toBranch)")
  }

  /// Merges that lose or bring what they may not.
  private static let merges: [Attack] = [
    Attack(
      name: "a merge that loses one side's records", word: "never deleted",
      script: """
        nothing; git show $tip:format.json | put format.json; side=$(made)
        git read-tree $side; made=$(made $tip $side); \(toBranch)
        """),
    Attack(
      name: "a merge that brings what neither side has", word: "hash",
      script: """
        nothing; git show $tip:format.json | put format.json; side=$(made)
        at $tip; echo x | put judges/$(printf b%.0s {1..64}).json; made=$(made $tip $side)
        \(toBranch)
        """),
    Attack(
      name: "a merge of a deletion", word: "never deleted",
      script: """
        at $tip; drop $record; side=$(made $tip); at $tip; made=$(made $tip $side); \(toBranch)
        """),
    Attack(
      name: "a branch that nobody looked at", word: "never deleted",
      script: """
        at $tip; drop $record; made=$(made $tip); git push -q origin $made:refs/heads/other
        at $tip; made=$(made $made); \(toBranch)
        """),
    Attack(
      name: "rewritten history", word: "rewritten",
      script: "at $tip; made=$(made $tip~1); git push -q -f origin $made:refs/heads/judge"),
  ]

  /// Names that some machine cannot check out.
  private static let names = [
    ".GIT/x", "a/GIT~1", ".g\u{200c}it", "x/CON", "aux.txt", "com1.log", "nul", "a:b", "a\\b", "x.",
    "x ", "a\u{7}b", "a\u{202e}b", "what?", String(repeating: "n", count: 256),
    Array(repeating: "d", count: 40).joined(separator: "/"), "Traces/x", "FORMAT.JSON",
  ]

  /// Trees that git's own commands do not write.
  private static let trees: [Attack] = [
    (
      "dot git", "git",
      #"{ git ls-tree $tip; printf '040000 tree %s\t.git\n' $tree; } | git mktree"#
    ),
    ("dots", "path", #"{ git ls-tree $tip; printf '040000 tree %s\t..\n' $tree; } | git mktree"#),
    (
      "slash", "tree",
      #"{ git cat-file tree $tip^{tree}; printf '100644 z/z\0'; printf $blob; } | raw"#
    ),
    (
      "twice", "tree",
      #"{ git cat-file tree $tip^{tree}; printf '100644 traces\0'; printf $blob; } | raw"#
    ),
    (
      "a billion paths", "cannot be listed",
      #"bomb; { git ls-tree $tip; printf '040000 tree %s\tzz\n' $bomb; } | git mktree"#
    ),
    (
      "a chain of folders", "cannot be listed",
      "at $tip; echo x | put $(printf 'zz/%.0s' {1..1100})x; git write-tree"
    ),
  ].map { name, word, script in
    Attack(
      name: "tree: \(name)", word: word,
      script: """
        tree=$(git rev-parse $tip:judges)
        blob=$(echo x | git hash-object -w --stdin | sed 's/../\\\\x&/g')
        raw() { git hash-object -t tree -w --literally --stdin; }
        made=$(tree $(\(script))); \(toBranch)
        """)
  }

  /// Headers of commits that no git command writes.
  private static let headers: [Attack] = Headers.all.map { name, word, script in
    Attack(
      name: "header: \(name)", word: word,
      script: "\(Headers.words)\nmade=$(\(script)); \(toBranch)")
  }

  /// References that would blind or block the store.
  private static let references: [Attack] = [
    Attack(
      name: "replacement", word: "replacements",
      script: "at $tip; made=$(made $tip~1); git push -q origin $made:refs/replace/$tip"),
    Attack(
      name: "own references", word: "one clone",
      script: "git push -q origin $tip:refs/judge/tags/origin/x"),
    Attack(
      name: "a tag named judge", word: "would not let",
      script: "git push -q origin $tip:refs/tags/judge"),
    Attack(
      name: "a branch below", word: "would not let",
      script: "git push -q origin $tip:refs/heads/judge/x"),
    Attack(
      name: "a branch that ends like the branch", word: "takes it for refs/heads/judge",
      script: "git push -q origin $tip:refs/heads/refs/heads/judge"),
    Attack(
      name: "a tag that ends like the branch", word: "takes it for refs/heads/judge",
      script: "git push -q origin $tip:refs/tags/refs/heads/judge"),
    Attack(
      name: "a reference that ends like the branch", word: "takes it for refs/heads/judge",
      script: "git push -q origin $tip:refs/refs/heads/judge"),
    Attack(
      name: "a branch that ends like a tag", word: "takes it for refs/tags/judge/support/tone/v1",
      script: "git push -q origin $tip:refs/heads/refs/tags/judge/support/tone/v1"),
    Attack(
      name: "huge tag", word: "1 MiB",
      script: """
        { printf 'object %s\\ntype commit\\ntag judge/support/tone/v8\\ntagger A <a@b> 1 +0000\\n\\n' $tip
          head -c 2000000 /dev/zero | tr '\\0' a; } > huge
        git push -q origin $(git hash-object -t tag -w huge):refs/tags/judge/support/tone/v8
        """),
    Attack(
      name: "no branch", word: "not deleted", script: "git push -q origin :refs/heads/judge"),
    Attack(
      name: "squatted", word: "name the judge and registration",
      script:
        "git tag -a -m mine judge/support/tone/v2 $tip; git push -q origin judge/support/tone/v2"),
    Attack(
      name: "lightweight", word: "has a message",
      script: "git push -q origin $tip:refs/tags/judge/support/tone/v3"),
    Attack(
      name: "copied", word: "calls itself",
      script: "git push -q origin judge/support/tone/v1:refs/tags/judge/support/tone/v4"),
    Attack(
      name: "renamed", word: "has the tag judge/support/tone/v1",
      script: """
        git tag -a -m "$(git tag -l --format='%(contents)' judge/support/tone/v1)" \
          judge/support/tone/v5 judge/support/tone/v1^{}
        git push -q origin judge/support/tone/v5
        """),
    Attack(
      name: "elsewhere", word: "commit that it points to",
      script: """
        root=$(git rev-list --max-parents=0 $tip)
        git tag -f -a -m "$(git tag -l --format='%(contents)' judge/support/tone/v1)" \
          judge/support/tone/v6 $root
        git push -q origin judge/support/tone/v6
        """),
    Attack(
      name: "foreign", word: "not in the store's history",
      script: """
        at $tip; other=$(made $tip)
        git tag -f -a -m "$(git tag -l --format='%(contents)' judge/support/tone/v1)" \
          judge/support/tone/v7 $other
        git push -q origin judge/support/tone/v7
        """),
    Attack(
      name: "deleted", word: "never moved", script: "git push -q origin :judge/support/tone/v1"),
  ]

  @discardableResult
  private func expectRefusal(of attack: Attack, in clone: Repository) throws -> Outcome {
    let outcome = try clone.plumb(attack.script)
    #expect(outcome.status != 0, "\(attack.name) came in: \(outcome.all)")
    #expect(outcome.errorText.contains(attack.word), "\(attack.name): \(outcome.errorText)")
    return outcome
  }

  @Test func whatAnyCommitDoesIsRefused() throws {
    let (server, clone) = try Self.team()
    let before = try server.git("for-each-ref", "refs/heads/judge", "refs/tags", "refs/judge").text
    for attack in Self.transient + Self.merges + Self.trees + Self.headers
      + Self.references
    {
      let outcome = try expectRefusal(of: attack, in: clone)
      let said = outcome.errorText.components(separatedBy: "\n").filter {
        $0.contains("git-judge:")
      }
      #expect(!said.isEmpty, "\(attack.name): \(outcome.errorText)")
    }
    for name in Self.names {
      let outcome = try clone.plumb(
        "at $tip; echo x | put \"$NAME\"; made=$(made $tip); \(Self.toBranch)",
        environment: ["NAME": name])
      #expect(outcome.status != 0, "\(name.debugDescription) came in: \(outcome.all)")
      // Some of them git itself does not write.
      let isOurs = outcome.errorText.contains("git-judge:")
      #expect(isOurs || outcome.errorText.contains("nvalid path"), "\(outcome.errorText)")
    }
    #expect(
      try server.git("for-each-ref", "refs/heads/judge", "refs/tags", "refs/judge").text == before)
  }

  @Test func whatNobodyMindsComesIn() throws {
    let (_, clone) = try Self.team()
    let scripts = [
      // A merge may take one side's other files.
      """
      at $tip; echo 1 | put NOTES.md; side=$(made $tip); at $tip; echo 2 | put README.md
      main=$(made $tip); at $side; made=$(made $main $side); \(Self.toBranch)
      git update-ref refs/heads/judge $made
      """,
      "at $tip; drop NOTES.md; made=$(made $tip); \(Self.toBranch); git update-ref refs/heads/judge $made",
      "git push -q origin $tip:refs/heads/other; git push -q origin $tip:refs/tags/anything",
      "git push -q origin $tip:refs/notes/x $tip:refs/heads/judged",
    ]
    for script in scripts {
      let outcome = try clone.plumb(script)
      #expect(outcome.status == 0, "\(outcome.all)")
    }
    let id = try clone.traceID("b")
    try clone.judge("feedback", "add", id, "--name", "tone", "--value", "good").expecting(0)
    #expect(try clone.json("sync")["pushed"] == 1)
  }

  /// Two people register offline: the second one's number moves, and its tag with it.
  @Test func aRenumberedVersionsTagComesIn() throws {
    let (server, clone) = try Self.team()
    let other = try server.clone("other")
    try other.git("config", "judge.experiment", "support")
    try clone.newJudge("mood", "--values", "bad,good")
    try other.newJudge("mood", "--values", "no,yes")
    try clone.judge("sync").expecting(0)
    #expect(try other.json("sync")["renumbered"]?.list?.count == 1)
    let tags = try server.git("for-each-ref", "--format=%(refname)", "refs/tags").lines
    #expect(tags.contains("refs/tags/judge/support/mood/v1"))
    #expect(tags.contains("refs/tags/judge/support/mood/v2"))
  }

  /// A replacement that the server has from before is not believed.
  @Test func replacementsAndGraftsAreNotBelieved() throws {
    let (server, clone) = try Self.team()
    let tip = try clone.tip()
    let script = "at $tip; drop $record; made $tip"
    let bad = try clone.plumb(script).expecting(0).trimmed
    try clone.git("push", "-q", "origin", "\(bad):refs/heads/other")
    let fake = try clone.plumb("git commit-tree \(bad)^{tree} -p $tip~1 -m x").expecting(0).trimmed
    try clone.git("push", "-q", "origin", "\(fake):refs/heads/fake")
    try server.git("update-ref", "refs/replace/\(tip)", fake)
    try FileManager.default.createDirectory(
      at: server.url.appending(path: "info"), withIntermediateDirectories: true)
    try Data("\(bad) \(fake)\n".utf8).write(to: server.url.appending(path: "info/grafts"))
    let outcome = try clone.plumb("git push -q origin \(bad):refs/heads/judge")
    #expect(outcome.status != 0 && outcome.errorText.contains("never deleted"), "\(outcome.all)")
    // And honest work goes on.
    let id = try clone.traceID("b")
    try clone.judge("feedback", "add", id, "--name", "tone", "--value", "good").expecting(0)
    #expect(try clone.json("sync")["pushed"] == 1)
  }

  /// Settings of the server's owner change nothing of what the hook sees.
  @Test func settingsDoNotBlindTheHook() throws {
    let (server, clone) = try Self.team()
    for (key, value) in [
      ("diff.renames", "copies"), ("log.showSignature", "true"), ("color.ui", "always"),
      ("diff.relative", "true"), ("log.follow", "true"), ("diff.noprefix", "true"),
      ("core.quotePath", "true"), ("log.showRoot", "false"), ("format.pretty", "oneline"),
      ("log.abbrevCommit", "true"), ("core.abbrev", "7"), ("log.diffMerges", "first-parent"),
      ("diff.orderFile", "/nowhere"), ("diff.external", "false"),
    ] { try server.git("config", key, value) }
    for attack in Self.transient.prefix(3) { try expectRefusal(of: attack, in: clone) }
    let id = try clone.traceID("b")
    try clone.judge("feedback", "add", id, "--name", "tone", "--value", "good").expecting(0)
    #expect(try clone.json("sync")["pushed"] == 1)
  }

  /// An owner's signed commit may raise the format; nobody else's may, and nothing lowers it.
  @Test func onlyAnOwnerRaisesTheFormat() throws {
    let (server, clone) = try Self.team()
    let world = clone.world
    let key = world.folder.file("key").path
    try world.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]).expecting(0)
    let text = try String(contentsOfFile: key + ".pub", encoding: .utf8)
    try server.git(
      "config", "judge.allowedSigners", try world.write("signers", "ann@example.com \(text)"))
    try server.git("config", "judge.owners", "ann@example.com")
    try clone.git("config", "gpg.format", "ssh")
    try clone.git("config", "user.signingKey", key)
    func migrate(_ format: Int, signing: String, by email: String = "ann@example.com") throws
      -> Outcome
    {
      try clone.plumb(
        """
        at $tip; echo '{"fanout":[1,1,1],"format":\(format),"hash":"sha256"}' | put format.json
        made=$(git commit-tree \(signing) $(git write-tree) -p $tip -m migrate)
        \(Self.toBranch); git update-ref refs/heads/judge $made
        """, environment: ["GIT_AUTHOR_EMAIL": email])
    }
    #expect(try migrate(2, signing: "").errorText.contains("written once"))
    #expect(try migrate(2, signing: "-S", by: "eve@example.com").errorText.contains("written once"))
    let done = try migrate(2, signing: "-S")
    #expect(done.status == 0, "\(done.all)")
    #expect(try migrate(1, signing: "-S").errorText.contains("written once"))
  }
}
