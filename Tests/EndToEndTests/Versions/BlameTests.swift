import StubModelServer
import Testing

/// `blame`, and how `show` names what labels taught.
@Suite struct BlameTests {
  @Test func everyPartNamesItsLabels() async throws {
    let server = try await StubModelServer { .text(ReviewedSet.answer($0.prompt)) }
    let repository = try ReviewedSet.store(World(), "all", url: server.url)
    try repository.json("align", "tone", "--optimizer", "memalign")
    try repository.json("register", "tone", "--as", "tone_aligned", "--force")
    let body = try repository.json("show", "tone_aligned@v1")
    let guideline = try #require(body["guidelines"]?.list?.first)
    let blamed = try repository.json("blame", "tone_aligned@v1:guideline:1").list
    #expect(blamed?.count == 1)
    #expect(blamed?.first?["guideline"] == 1)
    #expect(blamed?.first?["text"] == guideline["guideline_text"])
    let labels = blamed?.first?["labels"]?.list ?? []
    #expect(labels.map { $0["assessment_id"] } == guideline["source_assessment_ids"]?.list)
    #expect(
      Set(labels.compactMap { $0["trace_id"] }) == Set(guideline["source_trace_ids"]?.list ?? []))
    let given = try repository.json("feedback", "list", "--name", "tone")["feedback"]?.list ?? []
    for label in labels {
      let own = given.first { $0["assessment_id"] == label["assessment_id"] }
      #expect(own?["source"]?["source_id"] == label["source_id"], "\(label.line)")
      #expect(label["standing"] == "counts")
    }

    let example = try repository.json("blame", "tone_aligned@v1:example:1").list?.first
    #expect(example?["trace_id"] == body["examples"]?.list?.first?["trace_id"])
    let all = try repository.json("blame", "tone_aligned").list ?? []
    let guidelines = body["guidelines"]?.list?.count ?? 0
    #expect(all.count == guidelines + (body["examples"]?.list?.count ?? 0))
    let text = try repository.judge("show", "tone_aligned@v1").expecting(0).text
    #expect(text.contains("\n1. Certainty is good"), "\(text)")
    #expect(text.firstMatch(of: #/\[\d+ labels of \d reviewers\]/#) != nil, "\(text)")
    #expect(text.contains("Report card"))

    let gone = try #require(example?["labels"]?.list?.first?["assessment_id"]?.text)
    let trace = try #require(example?["trace_id"]?.text)
    try repository.judge("trace", "delete", trace).expecting(0)
    let after = try repository.json("blame", "tone_aligned@v1:example:1").list?.first
    #expect(after?["labels"]?.list?.first?["assessment_id"]?.text == gone, "it taught all the same")
    for (part, status) in [
      ("guideline:99", 3), ("example:9999", 3), ("instructions", 3), ("guideline:0", 2),
      ("guideline:x", 2), ("motto", 2),
    ] as [(String, Int32)] {
      let refused = try repository.judge("blame", "tone_aligned@v1:\(part)")
      #expect(refused.status == status, "\(refused.all)")
    }
    #expect(try repository.json("blame", "tone@v1") == [])
    await server.stop()
  }
}
