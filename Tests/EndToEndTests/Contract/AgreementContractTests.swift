import Testing

/// The keys of `agreement --json`.
@Suite struct AgreementContractTests {
  @Test func keys() throws {
    let set = try AlignedSet.shared.get()
    let report = try set.repository.json("agreement", "tone")
    expect(
      report,
      has: [
        "judge": .text, "traces": .number, "consensus": .object, "judges": .list,
        "reviewers": .list,
      ])
    expect(report["consensus"], has: ["method": .text, "labelled": .number, "ties": .number])
    let judges = try #require(report["judges"]?.list)
    #expect(judges.count == 3, "two recorded sources and the run: \(report.line)")
    for row in judges {
      expect(
        row,
        has: [
          "source_id": .text, "judge": .optional(.text), "version": .optional(.text),
          "n": .number, "errors": .number, "accuracy": .optional(.number),
          "cohen_kappa": .optional(.number), "macro_f1": .optional(.number),
        ])
    }
    let ran = try #require(judges.first { $0["judge"] != .null })
    #expect(ran["source_id"] == "recorded:/reversed")
    #expect(ran["n"] == 80)
    #expect(ran["accuracy"] == 0)
    #expect(report["reviewers"]?.list?.compactMap { $0["source_id"]?.text } == ["ann", "bob"])
  }

  @Test func tiesAndErrorsAreLeftOutAndCounted() throws {
    let repository = try Repository.ready()
    let failed: JSON = [
      "name": "tone", "source_type": "LLM_JUDGE", "source_id": "m", "error": "no answer",
    ]
    try repository.load([
      Samples.line("agreed", labels: ["a": "good", "b": "good"], verdicts: ["m": "good"]),
      Samples.line("tied", labels: ["a": "good", "b": "bad"], verdicts: ["m": "good"]),
      Samples.line(
        "failed",
        more: [
          "assessments": [
            ["name": "tone", "source_type": "HUMAN", "source_id": "a", "value": "bad"], failed,
          ]
        ]),
    ])
    let report = try repository.json("agreement", "tone")
    #expect(report["traces"] == 3)
    #expect(report["consensus"] == ["method": "majority", "labelled": 2, "ties": 1])
    let row = try #require(report["judges"]?.list?.first)
    #expect(row["n"] == 1)
    #expect(row["errors"] == 1)
    #expect(row["accuracy"] == 1)
  }
}
