import StubModelServer
import Testing

/// `blame`, `show` and `diff` of a judge that learned from what is redacted since.
@Suite struct RedactedBlameTests {
  @Test func ofWhatIsRedactedOnlyTheIdsAreLeft() async throws {
    let server = try await StubModelServer { .text(ReviewedSet.answer($0.prompt)) }
    let repository = try ReviewedSet.store(World(), "all", url: server.url)
    try repository.json("align", "tone", "--optimizer", "memalign")
    try repository.json("register", "tone", "--as", "tone_aligned", "--force")
    let before = try repository.json("blame", "tone_aligned").list ?? []
    let guideline = try #require(before.first?["text"]?.text)
    let sources = before.flatMap { $0["labels"]?.list ?? [] }
    let label = try #require(sources.first?["assessment_id"]?.text)
    let traces = sources.compactMap { $0["trace_id"]?.text }
    let trace = try #require(traces.last)
    let others = Set(
      sources.filter { $0["trace_id"]?.text == trace }.compactMap { $0["assessment_id"]?.text })
    try repository.judge("owners", "lead@example.com", "--force").expecting(0)
    try repository.git("config", "user.email", "lead@example.com")
    try repository.json("redact", label, "--reason", "asked")
    try repository.json("redact", trace, "--reason", "asked")

    let after = try repository.json("blame", "tone_aligned").list ?? []
    #expect(after.count == before.count)
    for part in after {
      for source in part["labels"]?.list ?? [] {
        let id = try #require(source["assessment_id"]?.text)
        let isHidden = id == label || others.contains(id)
        #expect((source["standing"] == "redacted") == isHidden, "\(source.line)")
        for key in ["trace_id", "source_id", "value"] {
          #expect((source[key] == .null) == isHidden, "\(source.line)")
        }
      }
    }
    #expect(after.first?["text"] == "(redacted)")
    for command in [
      ["blame", "tone_aligned"], ["show", "tone_aligned"], ["blame", "tone_aligned", "--csv"],
    ] {
      let text = try repository.judge(command).expecting(0).text
      #expect(!text.contains(guideline), "\(text)")
      #expect(text.contains("redacted"), "\(text)")
    }
    #expect(try repository.judge("blame", "tone_aligned").text.contains(label), "unalign needs it")
    await server.stop()
  }
}
