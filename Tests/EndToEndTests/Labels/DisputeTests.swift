import Testing

/// Another person's deletion is a dispute: shown, and it removes no vote.
@Suite struct DisputeTests {
  @Test func aDeletionByAnotherRemovesNoVote() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a", labels: ["carol": "good"])])
    let listed = try repository.json("feedback", "list")["feedback"]?.list?.first
    let id = try #require(listed?["assessment_id"]?.text)

    let disputed = try repository.judge("feedback", "delete", id)
    #expect(disputed.status == 0, "\(disputed.all)")
    #expect(disputed.errorText.contains("dispute"), "\(disputed.errorText)")
    let label = try repository.json("feedback", "list")["feedback"]?.list?.first
    #expect(label?["standing"] == "counts")
    #expect(label?["disputes"]?.list?.isEmpty == false, "\(label?.line ?? "")")
    #expect(try repository.json("agreement", "tone")["consensus", "labelled"] == 1)

    let own = try repository.json("feedback", "delete", id, "--source-id", "carol")
    #expect(own["dispute"] == false)
    let after = try repository.json("feedback", "list")["feedback"]?.list?.first
    #expect(after?["standing"] != "counts")
    #expect(try repository.judge("agreement", "tone").status == 3)
  }
}
