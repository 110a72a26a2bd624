import JudgeTestSupport
import Testing

/// The record of a judge that got `production` by a person's decision stays with the judge.
@Suite struct AliasMarkTests {
  @Test func theMarkStaysIfSyncRenumbersTheVersion() throws {
    let world = try World()
    let remote = try Repository(world, "team.git", options: ["--bare"])
    let first = try Repository.ready(world, "first")
    try first.git("remote", "add", "origin", remote.path)
    try first.judge("sync").expecting(0)
    try world.run("git", ["clone", "-q", "-b", "judge", remote.path, "second"]).expecting(0)
    let second = Repository(world, at: world.folder.file("second"))
    try second.git("config", "judge.experiment", "support")
    try first.newJudge("tone", "--values", "bad,good")
    try second.newJudge("tone", "--values", "good,bad")
    try second.judge("alias", "tone@v1", "production", "--allow-unfit").expecting(0)
    try first.judge("sync").expecting(0)
    #expect(try second.json("sync")["renumbered"] == ["tone v1 → v2"])
    try first.judge("sync").expecting(0)
    for clone in [first, second] {
      let alias = try clone.json("alias")["aliases"]?.list?.first
      #expect(alias?["version"] == 2)
      #expect(
        alias?["allowed_unfit"]?.text?.hasPrefix("v2: fitness unknown") == true,
        "\(alias?.line ?? "")")
    }
  }

  @Test func aMarkOfAnEarlierVersionIsRead() throws {
    let repository = try Repository.ready()
    try repository.newJudge("tone", "--values", "bad,good")
    try repository.newJudge("tone", "--values", "good,bad")
    try repository.judge("alias", "tone@v1", "production", "--allow-unfit").expecting(0)
    let (path, mark) = try #require(
      try repository.records("changes").first {
        $0.value["key"]?.text?.hasPrefix("tag/judge.allowed_unfit/") == true
      })
    let hash = path.split(separator: "/").dropFirst().joined().prefix(64)
    guard case .object(var members) = mark else { return }
    let key = try #require(members["key"]?.text)
    // The same words as one tag per alias, and the tag per judge taken away by hand.
    var commit = PlainCommit(email: "ann@example.com")
    members["kind"] = nil
    members["v"] = nil
    members["key"] = "tag/judge.allowed_unfit/tone@production"
    members["value"] = "v1: fitness unknown: as it was"
    try commit.add("change", members)
    members["key"] = .text(key)
    members["value"] = .null
    members["supersedes"] = [.text(String(hash))]
    try commit.add("change", members)
    try commit.commit(in: repository)
    let old = try repository.json("alias")["aliases"]?.list?.first?["allowed_unfit"]
    #expect(old == "v1: fitness unknown: as it was")
    try repository.judge("alias", "tone@v2", "production", "--allow-unfit").expecting(0)
    let new = try repository.json("alias")["aliases"]?.list?.first?["allowed_unfit"]?.text
    #expect(new?.hasPrefix("v2: fitness unknown: no labels") == true, "\(new ?? "")")
  }

  @Test func tagsOfGitJudgeAreNotSetByHand() throws {
    let repository = try Repository.ready()
    try repository.newJudge("tone", "--values", "bad,good")
    try repository.judge("alias", "tone@v1", "production", "--allow-unfit").expecting(0)
    try repository.judge("role", "kim", "adjudicator").expecting(0)
    let tags = try repository.json("experiment", "show")["tags"]
    guard case .object(let members) = tags else {
      Issue.record("no tags: \(tags?.line ?? "")")
      return
    }
    #expect(members.count == 2)
    for key in members.keys {
      for arguments in [[key, "--delete"], ["\(key)="], ["\(key)=x"]] {
        let refused = try repository.judge(["experiment", "tag", "support"] + arguments)
        #expect(refused.status == 2 && refused.errorText.contains(key), "\(refused.all)")
      }
    }
    #expect(try repository.json("experiment", "show")["tags"] == tags)
    try repository.judge("experiment", "tag", "support", "owner=ann").expecting(0)
  }

  @Test func anotherBarIsRecordedWithTheAlias() throws {
    let repository = try Repository.labelled(60, judgedBy: "right")
    let run = try repository.json("run", "tone")["run"]?.text ?? ""
    try repository.git("config", "judge.bar", "0.05")
    let gate = try repository.json("gate", run)["fit"]?.list?.first
    #expect(gate?["bar"] == 0.05)
    #expect(try repository.judge("gate", run).expecting(0).text.contains("the default is 0.8"))
    let set = try repository.judge("alias", "tone@v1", "production", "--json").expecting(0)
    #expect(try set.json()["bar"] == 0.05 && set.errorText.contains("0.05"), "\(set.all)")
    let subjects = try repository.git("log", "-3", "--format=%s", "judge").text
    #expect(subjects.contains("tone@production is v1 (bar 0.05)"), "\(subjects)")
    #expect(try repository.judge("alias").expecting(0).text.contains("0.05"))
    // Everybody sees it, and it goes if the alias is given at the default bar.
    try repository.git("config", "--unset", "judge.bar")
    #expect(try repository.json("alias")["aliases"]?.list?.first?["bar"] == 0.05)
    try repository.judge("alias", "tone@v1", "production").expecting(0)
    #expect(try repository.json("alias")["aliases"]?.list?.first?["bar"] == nil)
    #expect(try repository.json("gate", run)["fit"]?.list?.first?["bar"] == nil)
  }
}
