import Testing

/// `alias` and `log`: words that stand for versions, and what is known of each version.
@Suite struct AliasTests {
  private func twoVersions() throws -> (repository: Repository, hashes: [String]) {
    let repository = try Repository.ready()
    return (
      repository,
      [
        try repository.newJudge("tone", "--values", "bad,good"),
        try repository.newJudge("tone", "--values", "bad,fair,good"),
      ]
    )
  }

  @Test func anAliasStandsForItsVersionUntilItIsMovedOrTakenAway() throws {
    let (repository, hashes) = try twoVersions()
    let set = try repository.json("alias", "tone@v1", "production", "--allow-unfit")
    #expect(
      set == [
        "judge": "tone", "alias": "production", "version": 1, "hash": .text(hashes[0]),
        "allowed_unfit": "v1: fitness unknown: no labels of people on \"tone\"",
      ])
    #expect(try repository.json("show", "tone@production")["hash"]?.text == hashes[0])
    let tip = try repository.tip()
    try repository.json("alias", "tone@v1", "production", "--allow-unfit")
    #expect(try repository.tip() == tip, "what is so already writes nothing")
    try repository.json("alias", "tone@v2", "production", "--allow-unfit")
    try repository.json("alias", "tone@v1", "former")
    #expect(try repository.json("show", "tone@production")["hash"]?.text == hashes[1])
    let list = try repository.json("alias", "tone")["aliases"]?.list ?? []
    #expect(list.map { $0["alias"]?.text } == ["former", "production"])
    #expect(try repository.json("alias") == ["aliases": .list(list)])

    #expect(try repository.json("alias", "tone", "former", "--delete")["deleted"] == true)
    #expect(try repository.judge("show", "tone@former").status == 3)
    #expect(try repository.judge("alias", "tone", "former", "--delete").status == 3)
    #expect(try repository.judge("alias", "other").status == 3)
    for word in ["v3", "a@b", "a:b", "latest", ""] {
      #expect(try repository.judge("alias", "tone@v1", word).status == 2, "\(word)")
    }
    #expect(try repository.judge("alias", "tone@v9", "production", "--allow-unfit").status == 3)
  }

  @Test func aliasesGivenApartAreAPersonsToDecide() throws {
    let (repository, hashes) = try twoVersions()
    let other = try repository.clone("other")
    try repository.judge("alias", "tone@v1", "production", "--allow-unfit").expecting(0)
    try other.judge("alias", "tone@v2", "production", "--allow-unfit", "--experiment", "support")
      .expecting(0)
    try other.git("fetch", "-q", "origin")
    try other.judge("sync").expecting(0)
    let show = try other.judge("show", "tone@production", "--experiment", "support")
    #expect(show.status == 5, "\(show.all)")
    let listed = try other.judge(
      "alias", "tone", "--experiment", "support", "--json"
    ).expecting(0).json()
    #expect(listed["aliases"]?.list?.first?["version"] == .null)
    try other.judge("alias", "tone@v2", "production", "--allow-unfit", "--experiment", "support")
      .expecting(0)
    let decided = try other.judge(
      "show", "tone@production", "--experiment", "support", "--json"
    ).expecting(0).json()
    #expect(decided["hash"]?.text == hashes[1])
  }

  @Test func theLogSaysWhatEachVersionIs() throws {
    let repository = try AlignedSet().repository
    try repository.judge(
      "register", "tone", "--as", "tone_aligned", "--tag", "alignment_date=2026-11-20"
    ).expecting(0)
    try repository.judge("alias", "tone@v2", "production", "--allow-unfit").expecting(0)
    let log = try repository.json("log", "tone")
    let versions = try #require(log["versions"]?.list)
    #expect(versions.map { $0["version"]?.int } == [2, 1], "the newest first")
    #expect(versions[0]["aliases"] == ["production"])
    #expect(versions[0]["parents"]?.list?.first?["judge"] == "tone@v1")
    #expect(versions[0]["aligned"]?["accuracy"]?.number ?? 0 > 0.9)
    #expect(versions[0]["improved"] == true)
    #expect(versions[0]["by"]?["email"] == "ann@example.com")
    #expect(versions[1]["optimizer"] == .null)
    let oldest = try repository.json("log", "tone", "--reverse")["versions"]?.list
    #expect(oldest == versions.reversed())
    let renamed = try repository.json("log", "tone_aligned@v1")["versions"]?.list?.first
    #expect(renamed?["tags"] == ["alignment_date": "2026-11-20"])
    #expect(renamed?["parents"]?.list?.first?["judge"] == "tone@v1")
    let text = try repository.judge("log", "tone").expecting(0).text
    #expect(text.contains("tone@v2 (production)") && text.contains("kappa"), "\(text)")
    #expect(try repository.judge("log", "other").status == 3)
  }
}
