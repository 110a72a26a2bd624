import Foundation
import JudgeTestSupport
import Testing

/// A forge that runs no hooks takes what plain git pushes: it must not stop anybody else.
@Suite struct HostilePushTests {
  /// What Mallory pushes, and a word by which everybody's `fsck` tells of it.
  struct Attack: Sendable, CustomTestStringConvertible {
    let name: String
    /// A kind of problem; `nil` for what leaves no trace behind.
    var found: String?
    let script: String
    var testDescription: String { name }
  }

  static let toBranch = "git push -q -f $remote $made:refs/heads/judge"

  static let trees: [Attack] = [
    (
      "format of tomorrow", nil,
      #"echo '{"fanout":[1,1,1],"format":2,"hash":"sha256"}' | put format.json"#
    ),
    ("no format", nil, "drop format.json"),
    ("format of nothing", nil, "echo '{' | put format.json"),
    ("format as a folder", nil, "drop format.json; echo x | put format.json/x"),
    ("a file for redactions", "wrong-place", "echo x | put redactions"),
    (
      "a file for registrations", nil,
      "drop $(git ls-files registrations); echo x | put registrations"
    ),
    (
      "files in the fan-out", "wrong-place",
      "for d in 0 1 2 3 4 5 6 7 8 9 a b c d e f; do drop $(git ls-files assessments/$d changes/$d); echo x | put assessments/$d; echo x | put changes/$d; done"
    ),
    ("links", "symlink", "printf /etc/passwd | put link 120000; printf x | put $record 120000"),
    ("submodules", "gitlink", "gitlink module; gitlink $record"),
    ("programs", "executable", "echo x | put run.sh 100755"),
    (
      "wrong bytes of a record that will come", "name-mismatch",
      #"h=$(printf %s '{"kind":"experiment","name":"later","v":1}' | sha256sum | cut -c1-64); echo x | put experiments/$h.json"#
    ),
    (
      "a folder for a record that will come", "wrong-place",
      #"h=$(printf %s '{"kind":"experiment","name":"later","v":1}' | sha256sum | cut -c1-64); echo x | put experiments/$h.json/x"#
    ),
    ("names of devices", "unsafe-name", "echo x | put con.txt; echo x | put 'a:b'"),
  ].map { name, found, script in
    Attack(name: name, found: found, script: "at $tip; \(script); made=$(made $tip); \(toBranch)")
  }

  static let shapes: [Attack] = [
    (
      ".git", "unsafe-name",
      #"{ git ls-tree $tip; printf '040000 tree %s\t.git\n' $tree; } | git mktree"#
    ),
    (
      "a file .git", "unsafe-name",
      #"{ git ls-tree $tip; printf '100644 blob %s\t.GIT\n' $blob; } | git mktree"#
    ),
    (
      "..", "unsafe-name",
      #"{ git ls-tree $tip; printf '040000 tree %s\t..\n' $tree; } | git mktree"#
    ),
    (
      "a slash", nil,
      #"{ git cat-file tree $tip^{tree}; printf '100644 z/z\0'; printf $hex; } | raw"#
    ),
    (
      "a name twice", nil,
      #"{ git cat-file tree $tip^{tree}; printf '100644 traces\0'; printf $hex; } | raw"#
    ),
    (
      "no order", nil,
      #"{ printf '100644 zzz\0'; printf $hex; git cat-file tree $tip^{tree}; } | raw"#
    ),
    (
      "odd modes", nil,
      #"{ git cat-file tree $tip^{tree}; printf '0100666 zz\0'; printf $hex; } | raw"#
    ),
    // Ten small trees that make a billion paths.
    (
      "a billion paths", nil,
      #"bomb; { git ls-tree $tip; printf '040000 tree %s\tzz\n' $bomb; } | git mktree"#
    ),
    (
      "a chain of folders", nil,
      "at $tip; echo x | put $(printf 'zz/%.0s' {1..1100})x; git write-tree"
    ),
    (
      "a billion paths among the records", nil,
      #"""
      bomb; traces=$({ git ls-tree $tip:traces; printf '040000 tree %s\tzz\n' $bomb; } | git mktree)
      { git ls-tree $tip | grep -v 'traces$'; printf '040000 tree %s\ttraces\n' $traces; } | git mktree
      """#
    ),
  ].map { name, found, script in
    Attack(
      name: "tree with \(name)", found: found,
      script: """
        tree=$(git rev-parse $tip:judges); blob=$(echo x | git hash-object -w --stdin)
        hex=$(echo $blob | sed 's/../\\\\x&/g')
        raw() { git hash-object -t tree -w --literally --stdin; }
        made=$(tree $(\(script))); \(toBranch)
        """)
  }

  static let references: [Attack] = [
    Attack(
      name: "squatted versions",
      script: """
        for n in 2 3 4; do for name in tone mood; do
          git tag -a -m mine judge/support/$name/v$n $tip
        done; done
        git push -q $remote 'refs/tags/judge/*:refs/tags/judge/*' \
          && git tag -l 'judge/support/*/v[234]' | xargs git tag -d
        """),
    Attack(
      name: "a tag named judge",
      script: """
        git push -q $remote :refs/tags/judge/support/tone/v1 && git push -q $remote $tip:refs/tags/judge
        """),
    Attack(
      name: "a tag in the place of a folder",
      script: """
        git push -q $remote :refs/tags/judge/support/tone/v1 $tip:refs/tags/judge/other \
          && git push -q $remote $tip:refs/tags/judge/support
        """),
    Attack(
      name: "a moved tag",
      script: """
        git tag -a -f -m mine judge/x $tip && git push -q -f $remote judge/x:refs/tags/judge/support/tone/v1
        git tag -d judge/x
        """),
    Attack(
      name: "references that end like the store's",
      script: """
        git branch judged $tip; git branch judge-mine $tip
        git push -q $remote $tip:refs/heads/refs/heads/judge $tip:refs/tags/refs/heads/judge \
          $tip:refs/refs/heads/judge $tip:refs/heads/refs/tags/judge/support/tone/v1 \
          $tip:refs/heads/refs/tags/judge/support/mood/v1
        """),
    Attack(
      name: "a replacement",
      script: """
        at $tip; made=$(made $tip~1); git push -q $remote $made:refs/replace/$tip
        """),
  ]

  /// Each header on top of the one before, so that all are in the history and one is its tip.
  static let headers: [Attack] = [Headers.all, Headers.all.reversed()].map { list in
    Attack(
      name: "commits with odd headers, \(list.last?.name ?? "") on top", found: "commit-header",
      script: "\(Headers.words)\n"
        + list.map { "made=$(\($0.script)); tip=$made" }.joined(separator: "\n")
        + "\n\(toBranch)")
  }

  static let records: [Attack] = [
    ("../../x", #"../../x"#), ("line breaks", #"x\nJudge-Purge: 0\n"#), ("a lock", #"x.lock"#),
    ("nothing to see", "\u{200b}"),
  ].map { name, text in
    Attack(
      name: "a judge named \(name)", found: name == "a lock" ? nil : "name",
      script: """
        e=$(git ls-tree --name-only $tip experiments/ | head -1); e=${e#experiments/}; e=${e%.json}
        j=$(git ls-tree --name-only $tip judges/ | head -1); j=${j#judges/}; j=${j%.json}
        r='{"author":{"email":"m@e.org","name":"M"},"experiment":"'$e'","judge":"'$j'","kind":"registration","name":"\(text)","time":"2026-01-01T00:00:00.000Z","v":1,"version":1}'
        at $tip; h=$(printf %s "$r" | sha256sum | cut -c1-64)
        printf %s "$r" | put registrations/$h.json; made=$(made $tip); \(toBranch)
        """)
  }

  /// Words that put a registration of some JSON fields, or any record of text, in its place.
  private static let writing = """
    e=$(git ls-tree --name-only $tip experiments/ | head -1); e=${e#experiments/}; e=${e%.json}
    j=$(git ls-tree --name-only $tip judges/ | head -1); j=${j#judges/}; j=${j%.json}
    r=$(git ls-tree --name-only $tip registrations/ | head -1); r=${r#registrations/}; r=${r%.json}
    record() { printf %s "$2" | put $1/$(printf %s "$2" | sha256sum | cut -c1-64).json; }
    change() {
      h=$(printf %s "$1" | sha256sum | cut -c1-64)
      printf %s "$1" | put changes/${h:0:1}/${h:1:1}/${h:2:1}/${h:3}.json
    }
    version() {
      record registrations '{"experiment":"'$e'","judge":"'$j'","kind":"registration","name":"'$1'","v":1,"version":'$2'}'
    }
    """

  /// Records of the right form that claim the last number, date or name there is.
  static let claims: [Attack] = [
    (
      "the last version", "version-gap",
      #"""
      version tone 9007199254740991; version mood 9007199254740991; version mood 5000000
      record registrations '{"author":{"email":"m@e.org","name":"M"},"experiment":"'$e'","judge":"'$j'","kind":"registration","name":"old","time":"0001-01-01T00:00:00.000Z","v":1,"version":1}'
      change '{"key":"version","kind":"change","target":{"id":"'$r'","kind":"registration"},"v":1,"value":9007199254740991}'
      """#
    ),
    (
      "a twin of the experiment, and an alias of the last day", "experiment-twin",
      #"""
      for n in 1 2; do record experiments '{"kind":"experiment","name":"support","salt":"'$n'","v":1}'; done
      change '{"key":"alias/tone@production","kind":"change","target":{"id":"'$e'","kind":"experiment"},"time":"9999-12-31T23:59:59.999Z","v":1,"value":"'$r'"}'
      """#
    ),
  ].map { name, found, script in
    Attack(
      name: name, found: found,
      script: "\(writing)\nat $tip; \(script); made=$(made $tip); \(toBranch)")
  }

  /// Ann, who owns a store with two traces and a judge, and her remote without a hook.
  private static func team() throws -> (World, remote: Repository, ann: Repository) {
    let world = try Template.world { _ = try made(in: $0) }
    return (world, world.repository("team.git"), world.repository("ann"))
  }

  private static func made(in world: World) throws -> (remote: Repository, ann: Repository) {
    let remote = try Repository(world, "team.git", options: ["--bare"])
    let ann = try Repository.ready(world, "ann")
    try ann.git("remote", "add", "origin", remote.path)
    try ann.load([Samples.line("a", labels: ["ann": "good"]), Samples.line("b")])
    try ann.newJudge("tone", "--values", "bad,good")
    try ann.judge("owners", "ann@example.com").expecting(0)
    return (remote, ann)
  }

  /// The attacks of each kind; after the first of them, and after those on references and versions,
  /// every command that a team uses is tried, after the others labels, redactions and repairs, and
  /// in the long tests every command after each.
  static let attacks = [trees, shapes, references, headers, records, claims]

  private static let fullyTried = Set(
    PropertyRuns.isLong
      ? attacks.joined().map(\.name)
      : attacks.compactMap(\.first?.name) + (references + claims).map(\.name))

  @Test(arguments: attacks.joined())
  func stopsNobody(_ attack: Attack) throws {
    let world = try Template.world { world in
      let ann = try Self.made(in: world).ann
      try ann.judge("sync").expecting(0)
      try world.write("ids", "\(try ann.traceID("b")) \(try ann.traceID("a"))")
    }
    let (remote, ann) = (world.repository("team.git"), world.repository("ann"))
    let ids = try String(contentsOf: world.folder.file("ids"), encoding: .utf8)
      .split(separator: " ").map(String.init)
    let (id, hidden) = (ids[0], ids[1])
    try ann.plumb(attack.script, environment: ["remote": remote.path]).expecting(0)

    // Everybody's own work goes on: what waits here, and what is new.
    try ann.judge("feedback", "add", id, "--name", "tone", "--value", "good").expecting(0)
    try ann.judge("sync").expecting(0)
    if let found = attack.found {
      let kinds = try ann.judge("fsck", "--json").json()["problems"]?.list?
        .compactMap { $0["kind"]?.text }
      #expect(kinds?.contains(found) == true, "\(kinds ?? [])")
    }
    if attack.found == "version-gap" || attack.found == "experiment-twin" {
      let warned = try ann.json("status")["warnings"]?.list?.compactMap { $0["kind"]?.text }
      #expect(warned?.contains(attack.found ?? "") == true, "\(warned ?? [])")
      // A tag that no git accepts would be refused by every server.
      try ann.git("fsck", "--strict", "--no-progress")
    }
    let isFull = Self.fullyTried.contains(attack.name)
    if isFull {
      try ann.judge("alias", "tone@v1", "production", "--allow-unfit").expecting(0)
      try ann.judge("experiment", "use", "support").expecting(0)
      #expect(try ann.judge("show", "tone@production").expecting(0).text.contains("tone"))
      try ann.newJudge("mood", "--values", "bad,good")
    }
    try ann.judge("experiment", "create", "later").expecting(0)
    try ann.judge("redact", hidden, "--reason", "asked").expecting(0)
    try ann.judge("sync").expecting(0)
    let repaired = try ann.judge("fsck", "--repair")
    #expect([0, 1].contains(repaired.status), "\(repaired.all)")
    try ann.judge("sync").expecting(0)

    // And a newcomer has all of it.
    try world.run("git", ["clone", "-q", "-n", remote.path, "bob"]).expecting(0)
    let bob = Repository(world, at: world.folder.file("bob"))
    try bob.git("config", "judge.experiment", "support")
    #expect(try bob.json("trace", "list")["traces"]?.list?.count == 1)
    try bob.judge("feedback", "add", id, "--name", isFull ? "mood" : "tone", "--value", "bad")
      .expecting(0)
    try bob.judge("sync").expecting(0)
    #expect(try bob.tree() == bob.tree("refs/remotes/origin/judge"))
    guard isFull else { return }
    #expect(try bob.judge("feedback", "list").expecting(0).text.contains("good"))
    let listed = try bob.judge("list").expecting(0)
    #expect(listed.text.contains("mood") && listed.text.contains("tone"), "\(listed.all)")
  }

  /// What an unpushed commit of plain git does to files that are not records, and a hostile push.
  struct Clash: Sendable, CustomTestStringConvertible {
    let name: String
    let theirs: String
    let ours: String
    /// The paths where the branch has the line `ours` afterwards.
    let kept: [String]
    /// The paths of which sync warns.
    let warned: [String]
    var testDescription: String { name }
  }

  private static let both = [
    "line", "gone", "folder", "link", "module", "binary", "new", "newfile",
  ]

  static let clashes: [Clash] = [
    Clash(
      name: "files, folders, links, submodules",
      theirs: #"""
        echo theirs | put line; drop gone; drop folder; echo x | put folder/x
        printf /etc/passwd | put link 120000; drop module; gitlink module; printf '\0\1' | put binary
        echo theirs | put dropped; drop docs/a; echo x | put docs
        echo theirs | put new; echo x | put newfile/a/b; echo x | put newfolder
        """#,
      ours: """
        for f in \(both.joined(separator: " ")) docs/a newfolder/a/b; do echo ours | put $f; done
        drop dropped
        """,
      kept: both + ["docs/a", "newfolder/a/b"], warned: both + ["dropped"]),
    Clash(
      name: "owners", theirs: "echo mallory@example.com | put owners; echo theirs | put line",
      ours: "{ echo ann@example.com; echo bob@example.com; } | put owners; echo ours | put line",
      kept: ["line"], warned: ["line", "owners"]),
    Clash(
      name: "a folder for owners", theirs: "drop owners; echo x | put owners/x",
      ours: "{ echo ann@example.com; echo bob@example.com; } | put owners; echo ours | put line",
      kept: ["line"], warned: ["owners"]),
    Clash(
      name: "a folder for owners, and no change of ours",
      theirs: "drop owners; echo x | put owners/x", ours: "echo ours | put new",
      kept: ["new"], warned: []),
    Clash(
      name: "records",
      theirs: """
        echo '{' | put format.json; drop $(git ls-files judges); echo x | put judges
        b=$(git rev-parse $tip:$record); drop $record; echo x | put $record/x
        git update-index --add --cacheinfo 100644,$b,line
        """,
      ours: "echo ours | put line", kept: ["line"], warned: ["line"]),
  ]

  /// Nobody is there to settle a conflict: ours stays, and theirs is named.
  @Test(arguments: clashes) func anUnpushedEditStopsNobody(_ clash: Clash) throws {
    let (_, remote, ann) = try Self.team()
    let commit = "made=$(made $tip); git update-ref refs/heads/judge $made"
    let files = "line gone folder link module binary dropped docs/a"
    try ann.plumb("at $tip; for f in \(files); do echo base | put $f; done; \(commit)").expecting(0)
    try ann.judge("sync").expecting(0)
    try ann.plumb(
      "at $tip; \(clash.theirs); made=$(made $tip); \(Self.toBranch)",
      environment: ["remote": remote.path]
    ).expecting(0)
    try ann.plumb("at $tip; \(clash.ours); \(commit)").expecting(0)

    let hidden = try ann.traceID("a")
    let synced = try ann.judge("sync").expecting(0)
    for path in clash.warned {
      #expect(synced.all.contains("warning: \(path): both sides changed it"), "\(synced.all)")
    }
    for path in clash.kept {
      #expect(try ann.git("show", "judge:\(path)").text == "ours\n", "\(path)")
    }
    try ann.newJudge("mood", "--values", "bad,good")
    try ann.judge("redact", hidden, "--reason", "asked").expecting(0)
    try ann.judge("sync").expecting(0)
    #expect([0, 1].contains(try ann.judge("fsck", "--repair").status))
    try ann.judge("sync").expecting(0)
    #expect(try ann.json("owners")["owners"]?.list?.contains("ann@example.com") == true)
    #expect(try ann.json("owners")["owners"]?.list?.contains("mallory@example.com") == false)
    let bob = try remote.clone("bob", options: ["-n"])
    #expect(try bob.json("trace", "list")["traces"]?.list?.count == 1)
    try bob.judge("sync").expecting(0)
    #expect(try bob.tree() == ann.tree())
  }

  /// git checks no tree out that has an entry `.git`: the work tree gets everything else.
  @Test func aCheckedOutBranchGoesOn() throws {
    let world = try World()
    let remote = try Repository(world, "team.git", options: ["--bare"])
    let ann = try Repository.ready(world, "ann")
    try ann.git("remote", "add", "origin", remote.path)
    try ann.load([Samples.line("a"), Samples.line("b")])
    try ann.newJudge("tone", "--values", "bad,good")
    try ann.judge("sync").expecting(0)
    let tree = Repository(world, at: world.folder.file("tree"))
    try ann.git("worktree", "add", "-q", tree.path, "judge")
    for attack in Self.shapes.prefix(3) {
      try ann.plumb(attack.script, environment: ["remote": remote.path]).expecting(0)
      try ann.judge("sync").expecting(0)
      try ann.judge("experiment", "create", "after \(attack.name)").expecting(0)
      try ann.judge("sync").expecting(0)
    }
    #expect(try tree.git("ls-files", "experiments").lines.count == 4)
    #expect(
      try tree.git("status", "--porcelain", "-uall").lines.filter { !$0.hasPrefix("D ") } == [])
  }

  /// `judge/x` was there first: git cannot have `judge` beside it, which is said at once.
  @Test func aBranchBelowIsToldAtOnce() throws {
    let world = try World()
    let remote = try Repository(world, "team.git", options: ["--bare"])
    let ann = try Repository.ready(world, "ann")
    try ann.git("remote", "add", "origin", remote.path)
    try ann.git("push", "-q", remote.path, "judge:refs/heads/judge/x")
    try ann.git("fetch", "-q", "origin")
    let started = Date()
    let refused = try ann.judge("sync")
    #expect(
      refused.status == 3 && refused.errorText.contains(":refs/heads/judge/x"), "\(refused.all)")
    #expect(Date().timeIntervalSince(started) < 10)
    // Somebody else has a copy of what was there.
    let bob = try remote.clone("bob", options: ["-n"])
    #expect(try bob.git("branch", "-r").text.contains("origin/judge/x"))
    try ann.git("push", "-q", "origin", ":refs/heads/judge/x")
    try ann.judge("sync").expecting(0)
    try bob.judge("init").expecting(0)
    try bob.judge("sync").expecting(0)
    #expect(try bob.tip("judge^{tree}") == ann.tip("judge^{tree}"))
  }
}
