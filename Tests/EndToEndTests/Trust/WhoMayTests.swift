import Foundation
import JudgeTestSupport
import Testing

/// Claims that others make by plain git have no effect in any clone: they are listed.
@Suite struct WhoMayTests {
  /// An owner, Ann; a pinned reviewer, Bob; and an attacker, Eve, who share a remote without hooks.
  private struct Team {
    let world: World
    let remote: Repository
    let ann: Repository
    let bob: Repository
    let eve: Repository

    init() throws {
      world = try Template.world(make: Self.make)
      remote = world.repository("team.git")
      (ann, bob, eve) = (
        world.repository("ann"), world.repository("bob"), world.repository("eve")
      )
    }

    private static func make(_ world: World) throws {
      let remote = try Repository(world, "team.git", options: ["--bare"])
      let ann = try Repository.ready(world, "ann")
      try ann.git("remote", "add", "origin", remote.path)
      try ann.load([
        Samples.line("a", labels: ["kim": "good"]), Samples.line("b"), Samples.line("c"),
      ])
      try ann.newJudge("tone", "--values", "bad,good")
      try ann.judge("sync").expecting(0)
      let bob = try clone(world, remote, "bob")
      let eve = try clone(world, remote, "eve")
      let reviewers = try world.write("reviewers", "bob@example.com\n")
      for clone in [ann, bob, eve] {
        try clone.git("config", "judge.reviewers", reviewers)
        try clone.judge("sync").expecting(0)
      }
    }

    static func clone(_ world: World, _ remote: Repository, _ name: String) throws -> Repository {
      try world.run(Binary.path, ["clone", remote.path, name]).expecting(0)
      let clone = Repository(world, at: world.folder.file(name))
      try clone.git("config", "user.email", "\(name)@example.com")
      return clone
    }

    /// Bob labels a trace and everybody has it.
    func bobLabels(_ key: String, _ value: String = "good") throws -> String {
      let label = try bob.json(
        "feedback", "add", try bob.traceID(key), "--name", "tone", "--value", value)
      try bob.judge("sync").expecting(0)
      try ann.judge("sync").expecting(0)
      try eve.judge("sync").expecting(0)
      return label["assessment_id"]?.text ?? ""
    }

    /// Eve commits by plain git, pushes, and the others sync.
    func eveCommits(_ commit: PlainCommit) throws {
      try commit.commit(in: eve)
      try eve.git("push", "-q", "origin", "judge")
      try bob.judge("sync").expecting(0)
      try ann.judge("sync").expecting(0)
    }

    /// How a label stands, which must be the same in every clone.
    func standing(_ id: String) throws -> String {
      var found: Set<String> = []
      for clone in [ann, bob, eve] {
        let list = try clone.json("feedback", "list")["feedback"]?.list ?? []
        let label = list.first { $0["assessment_id"]?.text == id }
        found.insert(label?["standing"]?.text ?? "missing")
      }
      return found.sorted().joined(separator: " ")
    }

    func problems(_ clone: Repository) throws -> [String] {
      let check = try clone.judge("fsck", "--trust", "--json").json()
      return check["problems"]?.list?.compactMap { $0["kind"]?.text } ?? []
    }
  }

  private static func source(_ id: String) -> JSON {
    ["source_id": .text(id), "source_type": "HUMAN"]
  }

  @Test func aForgedDeletionRemovesNoLabel() throws {
    let team = try Team()
    let label = try team.bobLabels("a")
    #expect(try team.standing(label) == "counts")
    var forged = PlainCommit()
    try forged.add(
      "change",
      [
        "key": "lifecycle", "value": "deleted", "source": Self.source("bob@example.com"),
        "target": ["id": .text(label), "kind": "assessment"],
      ])
    try team.eveCommits(forged)
    #expect(try team.standing(label) == "counts")
    #expect(try team.problems(team.bob) == ["author-differs"])
    #expect((try team.ann.json("status")["disputed"]?.int ?? 0) > 0)
    // Bob's own counts.
    try team.bob.judge("feedback", "delete", label).expecting(0)
    try team.bob.judge("sync").expecting(0)
    try team.ann.judge("sync").expecting(0)
    try team.eve.judge("sync").expecting(0)
    #expect(try team.standing(label) == "deleted")
  }

  @Test func aLabelUnderAPinnedIDIsTheirsWhateverTypeItNames() throws {
    let team = try Team()
    for type in ["CODE", "LLM_JUDGE", "SOURCE_TYPE_UNSPECIFIED"] {
      var forged = PlainCommit()
      let hash = try forged.add(
        "assessment",
        [
          "assessment_name": "tone", "create_time": "2027-01-01T00:00:00.000Z",
          "feedback": ["value": "bad"], "trace_id": .text(try team.eve.traceID("b")),
          "source": ["source_id": "bob@example.com", "source_type": .text(type)],
        ])
      let before = try team.eve.tip()
      try team.eveCommits(forged)
      #expect(try team.standing("a-" + hash.prefix(32)) == "unconfirmed", "\(type)")
      let checked = try team.eve.judge("hooks", "check", "\(before)..judge")
      #expect(checked.status == 1 && checked.all.contains("in a commit of eve@"), "\(checked.all)")
    }
    #expect(try team.problems(team.ann).count == 3)
    let list = try team.ann.judge("feedback", "list").all
    #expect(list.contains("bob@example.com (CODE)"), "\(list)")
  }

  @Test func aForgedLabelWaitsForAnOwner() throws {
    let team = try Team()
    let own = try team.bobLabels("a", "good")
    // By git-judge's own option, in Bob's name.
    let id = try team.eve.traceID("a")
    let forged =
      try team.eve.json(
        "feedback", "add", id, "--name", "tone", "--value", "bad", "--source-id",
        "bob@example.com")["assessment_id"]?.text ?? ""
    try team.eve.judge("sync").expecting(0)
    for clone in [team.ann, team.bob] { try clone.judge("sync").expecting(0) }
    #expect(try team.standing(own) == "counts")
    #expect(try team.standing(forged) == "unconfirmed")
    #expect(try team.ann.json("status")["unconfirmed"] == 1)
    let refused = try team.eve.judge("owners", "--confirm", "bob@example.com")
    #expect(refused.status == 4, "\(refused.all)")
    try team.ann.judge(
      "owners", "--confirm", "bob@example.com", "--reason", "he asked by phone"
    ).expecting(0)
    try team.ann.judge("sync").expecting(0)
    for clone in [team.bob, team.eve] { try clone.judge("sync").expecting(0) }
    #expect(try team.standing(forged) == "counts")
    #expect(try team.standing(own) == "overridden")
    // What an owner recorded can be taken back.
    let made = try team.ann.json("owners")["endorsements"]?.list?.first?["endorsement"]?.text ?? ""
    try team.ann.judge("owners", "--withdraw", String(made.prefix(12))).expecting(0)
    #expect(
      try team.ann.json("feedback", "list")["feedback"]?.list?
        .first { $0["assessment_id"]?.text == forged }?["standing"] == "unconfirmed")
  }

  /// A squash merge makes Bob's labels somebody else's: told while it can still be undone.
  @Test(arguments: [true, false]) func aSquashMergeIsToldBeforeThePush(isPinned: Bool) throws {
    let team = try Team()
    if !isPinned {
      for clone in [team.ann, team.bob] { try clone.git("config", "--unset", "judge.reviewers") }
    }
    try team.bob.judge(
      "feedback", "add", try team.bob.traceID("b"), "--name", "tone", "--value", "bad"
    ).expecting(0)
    try team.ann.git("fetch", "-q", team.bob.path, "judge:refs/remotes/bob/judge")
    try team.ann.plumb(
      """
      git update-ref refs/heads/judge $(git commit-tree refs/remotes/bob/judge^{tree} -p $tip -m squashed)
      """
    ).expecting(0)
    // A server that takes nothing: the warning comes all the same.
    let hook = team.remote.url.appending(path: "hooks/pre-receive").path
    let script = #"mkdir -p "${1%/*}"; printf '#!/bin/sh\nexit 1\n' > "$1"; chmod +x "$1""#
    try team.ann.world.run("sh", ["-c", script, "sh", hook]).expecting(0)
    let told = "1 label of bob@example.com in commits of others"
    let refused = try team.ann.judge("sync")
    #expect(refused.status == 3 && refused.errorText.contains(told), "\(refused.all)")
    #expect(
      refused.errorText.contains(isPinned ? "until an owner confirms" : "count as imports"),
      "\(refused.all)")
    try team.ann.world.run("rm", [hook]).expecting(0)
    let synced = try team.ann.json("sync")
    #expect(synced["warnings"]?.list?.first?.text?.contains(told) == true, "\(synced)")
    // What is pushed is told no more, and an import never.
    try team.ann.judge(
      "feedback", "add", try team.ann.traceID("c"), "--name", "tone", "--value", "bad",
      "--source-id", "kim"
    ).expecting(0)
    #expect(try team.ann.json("sync")["warnings"]?.list?.isEmpty == true)
  }

  @Test func aLookAlikeIsListedByStatus() throws {
    let team = try Team()
    var forged = PlainCommit()
    try forged.add(
      "assessment",
      [
        "assessment_name": "tone", "feedback": ["value": "bad"],
        "source": Self.source("Bob@example.com"),
        "trace_id": .text(try team.eve.traceID("a")),
      ])
    try team.eveCommits(forged)
    let status = try team.ann.json("status")
    #expect(status["warnings"]?.list?.map { $0["kind"] } == ["source-twin"], "\(status)")
    #expect(try team.ann.judge("status").text.contains("is taken for bob@example.com"))
  }

  @Test(arguments: [true, false])
  func puttingARecordBackMakesNobodyItsAuthor(isBySync: Bool) throws {
    let team = try Team()
    var forged = PlainCommit()
    let hash = try forged.add(
      "assessment",
      [
        "assessment_name": "tone", "source": Self.source("bob@example.com"),
        "feedback": ["value": "bad"],
        "trace_id": .text(try team.eve.traceID("b")),
      ])
    let place = try #require(forged.files.keys.first)
    try forged.commit(in: team.eve)
    try team.eve.git("push", "-q", "origin", "judge")
    // One clone sees the label before it goes, the other one only in the history.
    if isBySync { try team.bob.judge("sync").expecting(0) }
    var away = PlainCommit()
    away.removed = [place]
    try away.commit(in: team.eve)
    try team.eve.git("push", "-q", "origin", "judge")
    // Bob's clone puts it back, in a commit of his own.
    try team.bob.judge("sync").expecting(0)
    if !isBySync { try team.bob.judge("fsck", "--repair").expecting([0, 1]) }
    #expect(try team.bob.records("assessments").keys.contains(place))
    let parents = try team.bob.git("log", "-1", "--format=%ae %P", "refs/heads/judge").trimmed
    #expect(parents.hasPrefix("bob@example.com") && parents.split(separator: " ").count == 2)
    for clone in [team.bob, team.ann, team.eve] { try clone.judge("sync").expecting(0) }
    let label = "a-" + hash.prefix(32)
    #expect(try team.standing(String(label)) == "unconfirmed")
    #expect(try team.problems(team.ann) == ["author-differs"])
  }

  @Test func bringingARecordAgainMakesNobodyItsAuthor() throws {
    let team = try Team()
    // Eve begins a store of her own with the same experiment and the same file, and redacts.
    let own = try Repository.ready(team.world, "eves-own")
    try own.git("config", "user.email", "eve@example.com")
    try own.load([
      Samples.line("a", labels: ["kim": "good"]), Samples.line("b"), Samples.line("c"),
    ])
    let id = try own.traceID("a")
    let experiment = try #require(try own.records("experiments").keys.first)
    let digits = experiment.split(separator: "/").last?.dropLast(5) ?? ""
    try own.judge("redact", id, "--reason", "mine").expecting(0)
    try own.judge("redact", String(digits), "--reason", "mine").expecting(0)
    try own.git("remote", "add", "origin", team.remote.path)
    try own.judge("sync").expecting(0)
    // And the same by plain git, with the history of her own.
    try team.eve.git("fetch", "-q", own.path, "judge")
    try team.world.run(
      "git", ["push", "-q", "origin", "judge"], in: team.eve.url
    ).expecting([0, 1])
    for clone in [team.ann, team.bob, team.eve] {
      try clone.judge("sync").expecting(0)
      #expect(try clone.json("trace", "list")["traces"]?.list?.count == 3)
      #expect(try clone.json("status")["redacted"] == 0)
      #expect(try clone.json("status")["pending_redactions"]?.list?.isEmpty == false)
    }
  }

  @Test func aForeignHistoryIsKeptAndVouchesForNobody() throws {
    let team = try Team()
    // Bob's own commit of a sandbox with an experiment of the same name.
    let sandbox = try Repository.ready(team.world, "sandbox")
    try sandbox.git("config", "user.email", "bob@example.com")
    try sandbox.load([Samples.line("a"), Samples.line("z")])
    try sandbox.judge(
      "feedback", "add", try sandbox.traceID("a"), "--name", "tone", "--value", "bad"
    ).expecting(0)
    try team.eve.git("fetch", "-q", sandbox.path, "judge")
    let worktree = team.world.folder.file("merge").path
    try team.eve.git("worktree", "add", "-q", worktree, "judge")
    try team.world.run(
      "git", ["merge", "-q", "--allow-unrelated-histories", "-m", "replay", "FETCH_HEAD"],
      in: URL(filePath: worktree)
    ).expecting([0, 1, 128])
    let fetched = try team.eve.git("rev-parse", "FETCH_HEAD").trimmed
    try team.world.run(
      "git", ["merge", "-q", "--allow-unrelated-histories", "-m", "replay", fetched],
      in: URL(filePath: worktree)
    ).expecting(0)
    try team.eve.git("worktree", "remove", worktree)
    try team.eve.git("push", "-q", "origin", "judge")
    for clone in [team.bob, team.ann] { try clone.judge("sync").expecting(0) }
    let list = try team.ann.json("feedback", "list")["feedback"]?.list ?? []
    let replayed = list.filter { $0["source", "source_id"] == "bob@example.com" }
    #expect(replayed.map { $0["standing"]?.text } == ["unconfirmed"], "\(list)")
    let check = try team.ann.judge("fsck", "--trust", "--json").json()
    #expect(check["trust", "warnings"]?.line.contains("vouch for nobody") == true, "\(check)")
    let root = try #require(try team.ann.json("owners")["foreign_roots"]?.list?.first?.text)
    // An owner adopts it, for every clone.
    try team.ann.judge("owners", "--adopt", String(root.prefix(10))).expecting(0)
    try team.ann.judge("sync").expecting(0)
    try team.bob.judge("sync").expecting(0)
    let after = try team.bob.json("feedback", "list")["feedback"]?.list ?? []
    let adopted = after.filter { $0["source", "source_id"] == "bob@example.com" }
    #expect(adopted.map { $0["standing"]?.text } == ["counts"])
    #expect(try team.bob.json("owners")["foreign_roots"] == [])
  }

  @Test func anImportNeverReplacesTheSourcesOwnLabel() throws {
    let team = try Team()
    // Kim is not pinned; her label came with Ann's file, then she labels herself.
    let kim = try Team.clone(team.world, team.remote, "kim")
    let own = try kim.json(
      "feedback", "add", try kim.traceID("b"), "--name", "tone", "--value", "good")
    let id = own["assessment_id"]?.text ?? ""
    try kim.judge("sync").expecting(0)
    try team.eve.judge("sync").expecting(0)
    let forged =
      try team.eve.json(
        "feedback", "add", try team.eve.traceID("b"), "--name", "tone", "--value", "bad",
        "--source-id", "kim@example.com")["assessment_id"]?.text ?? ""
    try team.eve.judge("sync").expecting(0)
    for clone in [team.ann, team.bob] { try clone.judge("sync").expecting(0) }
    #expect(try team.standing(id) == "counts")
    #expect(try team.standing(forged) == "disputed")
  }

  @Test func onlyOwnersAndTheOnlyAuthorRedactAndDelete() throws {
    let team = try Team()
    let label = try team.bobLabels("a")
    // An owner cannot hide a pinned reviewer's label; the reviewer can.
    let asked = try team.ann.json("redact", label, "--reason", "rude")
    #expect(asked["pending"] == true, "\(asked)")
    #expect(try team.bob.json("redact", label, "--reason", "mine")["pending"] == false)
    // An attacker deletes a trace in her own name.
    let trace = try team.eve.traceID("b")
    var deletion = PlainCommit()
    try deletion.add(
      "change",
      [
        "key": "lifecycle", "value": "deleted", "source": Self.source("eve@example.com"),
        "target": ["id": .text(trace), "kind": "trace"],
      ])
    try deletion.commit(in: team.eve)
    try team.bob.judge("sync").expecting(0)
    try team.eve.judge("sync").expecting(0)
    try team.ann.judge("sync").expecting(0)
    #expect(try team.ann.json("trace", "list")["traces"]?.list?.count == 3)
    let refused = try team.eve.judge("trace", "delete", trace)
    #expect(refused.status == 4, "\(refused.all)")
    try team.ann.judge("trace", "delete", trace).expecting(0)
    #expect(try team.ann.json("trace", "list")["traces"]?.list?.count == 2)
  }

  @Test func anOwnersRedactionIsFinalUntilAnOwnerTakesItBack() throws {
    let team = try Team()
    let trace = try team.ann.traceID("b")
    let done = try team.ann.json("redact", trace, "--reason", "an address")
    #expect(done["pending"] == false)
    let id = try #require(done["redactions"]?.list?.first?.text)
    let place = try #require(
      try team.ann.records("traces").first { $0.value["client_request_id"] == "b" })
    // Eve brings the bytes again, beside the first commit that had them.
    let root = try team.eve.git("rev-list", "--max-parents=0", "judge").trimmed
    try team.eve.git("update-ref", "refs/heads/side", root)
    var again = PlainCommit()
    again.files[place.key] = place.value.line
    let side = try again.commit(in: team.eve, on: "refs/heads/side")
    try team.ann.judge("sync").expecting(0)
    try team.eve.judge("sync").expecting(0)
    var merge = PlainCommit()
    merge.others = [side]
    try team.eveCommits(merge)
    for clone in [team.ann, team.bob] {
      #expect(try clone.json("trace", "list")["traces"]?.list?.count == 2)
    }
    #expect(try team.eve.judge("owners", "--lift", String(id.prefix(12))).status == 4)
    try team.ann.judge("owners", "--lift", String(id.prefix(12)), "--reason", "wrong").expecting(0)
    try team.ann.judge("sync").expecting(0)
    try team.bob.judge("sync").expecting(0)
    for clone in [team.ann, team.bob] {
      #expect(try clone.json("trace", "list")["traces"]?.list?.count == 3)
    }
  }

  @Test func theOwnersFileIsForOwners() throws {
    let team = try Team()
    var seize = PlainCommit()
    seize.files["owners"] = "eve@example.com\n"
    try team.eveCommits(seize)
    for clone in [team.ann, team.bob] {
      #expect(try clone.json("owners")["owners"] == ["ann@example.com"])
    }
    let trace = try team.eve.traceID("a")
    #expect(try team.eve.json("redact", trace, "--reason", "x")["pending"] == true)
    #expect(try team.problems(team.bob).contains("not-allowed"))
    // A new clone sees the same, from the history alone.
    let late = try Team.clone(team.world, team.remote, "late")
    #expect(try late.json("owners")["owners"] == ["ann@example.com"])
  }

  @Test func twoAddressesOfOnePersonAreOneReviewer() throws {
    let team = try Team()
    let label = try team.bobLabels("a")
    try team.bob.git("config", "user.email", "robert@example.com")
    try team.ann.judge(
      "owners", "--same-person", "bob@example.com", "--same-person", "robert@example.com"
    ).expecting(0)
    try team.ann.judge("sync").expecting(0)
    try team.bob.judge("sync").expecting(0)
    let again = try team.bob.json(
      "feedback", "add", try team.bob.traceID("a"), "--name", "tone", "--value", "bad")
    #expect(again["overrides"] == .text(label), "\(again)")
    let list = try team.bob.json("feedback", "list")["feedback"]?.list ?? []
    let own = list.filter { $0["source", "source_id"] == "robert@example.com" }
    #expect(own.map { $0["standing"]?.text } == ["overridden", "counts"], "\(list)")
    // What is Bob's is Robert's to hide.
    #expect(try team.bob.json("redact", label, "--reason", "mine")["pending"] == false)
  }
}
