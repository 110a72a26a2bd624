import Testing

/// The keys of `trace list`, `feedback add` and `status`.
@Suite struct ReadingContractTests {
  @Test func traceList() throws {
    let repository = try Repository.ready()
    try repository.load([
      Samples.line("a", more: ["tags": ["batch": "june"], "state": "ERROR"]), Samples.line("b"),
    ])
    let page = try repository.json("trace", "list", "--limit", "1")
    expect(page, has: ["traces": .list, "next": .text])
    let rest = try repository.json("trace", "list", "--where", "status = 'ERROR'")
    expect(rest, has: ["traces": .list, "next": .optional(.text)])
    #expect(rest["next"] == .null)
    let trace = try #require(rest["traces"]?.list?.first)
    expect(
      trace,
      has: ["trace_id": .text, "client_request_id": .text, "tags": .object, "state": .text])
    #expect(trace["client_request_id"] == "a")
    #expect(trace["tags"] == ["batch": "june"])
    #expect(trace["state"] == "ERROR")
  }

  @Test func feedbackAdd() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    let trace = try repository.traceID("a")
    let added = try repository.json(
      "feedback", "add", trace, "--name", "tone", "--value", "good", "--source-id", "carol")
    expect(added, has: ["assessment_id": .text, "trace_id": .text, "commit": .text])
    #expect(added["trace_id"]?.text == trace)
    #expect(added["commit"]?.text == (try repository.tip()))
    #expect(added["assessment_id"]?.text?.wholeMatch(of: /a-[0-9a-f]{32}/) != nil)

    let records = try repository.records("assessments")
    let record = try #require(records.values.first)
    #expect(records.count == 1)
    #expect(record["trace_id"]?.text == trace)
    #expect(record["source", "source_id"] == "carol")
    #expect(record["source", "source_type"] == "HUMAN")
  }

  @Test func status() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a", labels: ["ann": "good"], verdicts: ["m": "bad"])])
    let status = try repository.json("status")
    expect(status, has: ["branch": .text, "tip": .text, "records": .object])
    #expect(status["branch"] == "judge")
    #expect(status["tip"]?.text == (try repository.tip()))
    #expect(status["experiment"] != nil)
    #expect(status["experiment"] != .null)
    let counts = try #require(status["records"]?.object)
    #expect(counts.values.allSatisfy { $0.int != nil })
    for kind in ["experiment", "trace", "assessment", "verdicts"] {
      #expect(counts[kind] == 1, "\(kind)")
    }
  }
}
