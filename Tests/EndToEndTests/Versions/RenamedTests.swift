import Testing

/// A judge registered under a new name goes on answering the labels of its base, everywhere.
@Suite struct RenamedTests {
  @Test func itIsMeasuredRunAndAlignedAgainInAFreshClone() throws {
    let repository = try AlignedSet().repository
    let base = try repository.json("show", "tone@v1")["hash"]
    try repository.json(
      "register", "tone", "--as", "tone_aligned", "--tag", "alignment_date=2026-11-20")
    let clone = try repository.clone("other")
    try clone.git("config", "judge.experiment", "support")
    let shown = try clone.json("show", "tone_aligned@v1")
    #expect(shown["feedback_name"] == "tone")
    #expect(shown["registration"]?["tags"] == ["alignment_date": "2026-11-20"])
    #expect(shown["registration"]?["parents"]?.list == [base].compactMap { $0 })
    #expect(shown["report"] != .null)
    #expect(try clone.json("run", "tone_aligned")["errors"] == 0)
    let judges = try clone.json("agreement", "tone_aligned")["judges"]?.list
    let row = judges?.first { $0["version"]?.text == "tone_aligned@v1" }
    #expect(row?["accuracy"]?.number ?? 0 > 0.9, "\(row?.line ?? "no row")")
    let again = try clone.json("align", "tone_aligned", "--optimizer", "calibration")
    #expect(again["hash"] == shown["hash"], "the same labels teach the same")
    #expect(try clone.json("register", "tone_aligned")["version"] == 1)
    #expect(try clone.json("log", "tone_aligned")["versions"]?.list?.count == 1)
    for name in ["a@b", "a:b", ""] {
      #expect(try clone.judge("register", "tone_aligned", "--as", name).status == 2, "\(name)")
    }
  }
}
