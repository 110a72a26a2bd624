import Testing

/// Tags, deletion and restoration of traces.
@Suite struct TraceChangeTests {
  @Test func tags() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a", more: ["tags": ["batch": "june", "keep": "yes"]])])
    let trace = try repository.traceID("a")
    func tags() throws -> JSON? {
      try repository.json("trace", "list")["traces"]?.list?.first?["tags"]
    }
    try repository.judge("trace", "tag", trace, "batch=july").expecting(0)
    #expect(try tags() == ["batch": "july", "keep": "yes"])
    #expect(try repository.keys("--where", "tag.batch = 'july'") == ["a"])
    #expect(try repository.keys("--where", "tag.batch = 'june'").isEmpty)
    try repository.judge("trace", "tag", trace, "batch", "--delete").expecting(0)
    #expect(try tags() == ["keep": "yes"])
    try repository.judge("trace", "tag", trace, "note=a=b").expecting(0)
    #expect(try tags() == ["keep": "yes", "note": "a=b"])
  }

  @Test func deleteAndRestore() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(3))
    let trace = try repository.traceID("case-1")
    let prefix = String(trace.dropFirst(3).prefix(12))
    try repository.judge("trace", "delete", prefix).expecting(0)
    #expect(try repository.keys().sorted() == ["case-0", "case-2"])
    #expect(try repository.keys("--include-deleted").count == 3)
    #expect(try repository.json("agreement", "tone")["traces"] == 2)
    #expect(try repository.records("traces").count == 3, "nothing is taken out of the store")
    let label = try repository.judge("feedback", "add", trace, "--name", "tone", "--value", "good")
    #expect(label.status == 3, "a deleted trace takes no label: \(label.all)")
    try repository.judge("trace", "restore", trace).expecting(0)
    #expect(try repository.keys().count == 3)
    #expect(try repository.json("agreement", "tone")["traces"] == 3)
  }
}
