import Testing

/// The keys of `trace import --json`.
@Suite struct ImportContractTests {
  static let keys: [String: Shape] = [
    "read": .number, "traces": .number, "assessments": .number, "already_present": .number,
    "rejected": .number, "repaired": .number, "conflicting": .number, "commit": .optional(.text),
  ]

  @Test func newLines() throws {
    let repository = try Repository.ready()
    let result = try repository.load([Samples.line("a", labels: ["ann": "good"])])
    expect(result, has: Self.keys)
    #expect(result["read"] == 1)
    #expect(result["traces"] == 1)
    #expect(result["assessments"] == 1)
    #expect(result["commit"]?.text == (try repository.tip()))
  }

  @Test func everyLineIsCountedOnce() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")], as: "first.jsonl")
    let file = try repository.world.write(
      "second.jsonl",
      [
        Samples.line("a").line, Samples.line("a", outputs: ["answer": "Other."]).line,
        Samples.line("b").line, "{broken", "",
      ].joined(separator: "\n"))
    let outcome = try repository.judge("trace", "import", "--json", file)
    #expect(outcome.status == 3)
    let result = try outcome.json()
    expect(result, has: Self.keys)
    for (key, count) in [
      ("read", 4), ("traces", 1), ("already_present", 1), ("rejected", 1), ("conflicting", 1),
    ] {
      #expect(result[key]?.int == count, "\(key)")
    }
  }
}
