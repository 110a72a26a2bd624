import Testing

/// What `align` made is registered; what it did not improve only with `--force`.
@Suite struct RegisterTests {
  @Test func notImprovedIsOneAndAnywayIsZero() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(60))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/right")
    let aligned = try repository.judge("align", "tone", "--json").expecting(0).json()
    #expect(aligned["improved"] == false, "nobody improves a judge that is always right")
    let tip = try repository.tip()
    let refused = try repository.judge("register", "tone")
    #expect(refused.status == 1, "\(refused.all)")
    #expect(refused.errorText.contains("--force"), "\(refused.errorText)")
    #expect(try repository.tip() == tip)

    let forced = try repository.judge("register", "tone", "--force", "--json")
    #expect(forced.status == 0, "\(forced.all)")
    let registered = try forced.json()
    #expect(registered["judge"] == "tone")
    #expect(registered["hash"] == aligned["hash"])
    #expect(try repository.json("fsck")["ok"] == true)
  }

  @Test func anotherNameAndTags() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(60))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/reversed")
    let aligned = try repository.judge("align", "tone", "--json").expecting(0).json()
    #expect(aligned["improved"] == true)
    let made = try repository.json(
      "register", "tone", "--as", "tone_aligned", "--tag", "alignment_date=2026-11-20")
    #expect(made["judge"] == "tone_aligned")
    #expect(made["version"] == 1)
    #expect(made["tag"] == "judge/support/tone_aligned/v1")
    let registration = try repository.json("show", "tone_aligned@v1")["registration"]
    #expect(registration?["tags"] == ["alignment_date": "2026-11-20"])
    let run = try repository.json("run", "tone_aligned")
    #expect(run["errors"] == 0)
    let judged = try repository.json("agreement", "tone_aligned")["judges"]?.list
    let row = try #require(judged?.first { $0["version"]?.text == "tone_aligned@v1" })
    #expect(row["accuracy"]?.number ?? 0 > 0.9, "it answers the labels of its base: \(row.line)")
    let pinned = try #require(made["hash"]?.text).prefix(8)
    #expect(try repository.judge("show", "tone_aligned@v1:\(pinned)").status == 0)
    let mismatch = try repository.judge("show", "tone_aligned@v1:00000000")
    #expect(mismatch.status == 3, "\(mismatch.all)")
  }

  @Test func unregisterTakesTheVersionOutAndKeepsTheTag() throws {
    let repository = try Repository.ready()
    let first = try repository.newJudge("tone", "--values", "bad,good")
    try repository.newJudge("tone", "--values", "bad,fair,good")
    try repository.judge("unregister", "tone@v2").expecting(0)
    #expect(try repository.json("show", "tone")["hash"]?.text == first)
    #expect(try repository.judge("show", "tone@v2").status == 3)
    #expect(try repository.git("tag", "-l").lines.contains("judge/support/tone/v2"))
    try repository.newJudge("tone", "--values", "bad,fair,good,best")
    #expect(try repository.json("show", "tone@v3")["version"] == 3, "a number is not used again")
  }
}
