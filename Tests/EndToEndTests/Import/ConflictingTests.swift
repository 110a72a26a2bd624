import Testing

/// Other inputs or outputs under a key that is taken are never a silent second trace.
@Suite struct ConflictingTests {
  @Test func againstTheStoreAndWithinAFile() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")], as: "first.jsonl")
    let file = try repository.world.write(
      "second.jsonl",
      lines: [
        Samples.line("a", outputs: ["answer": "Never."], labels: ["ann": "bad"]),
        Samples.line("b"), Samples.line("b", inputs: ["question": "Else?"]),
      ])
    let outcome = try repository.judge("trace", "import", "--json", file)
    #expect(outcome.status == 3, "\(outcome.all)")
    let result = try outcome.json()
    #expect(result["conflicting"] == 2)
    #expect(result["rejected"] == 0)
    #expect(result["traces"] == 1)
    for line in [1, 3] {
      #expect(outcome.errorText.contains("\(file):\(line): conflicting"), "\(outcome.errorText)")
    }
    #expect(try repository.keys().sorted() == ["a", "b"])
    #expect(try repository.json("feedback", "list")["feedback"] == [])
  }

  @Test func theSameKeyIsFreeInAnotherExperiment() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")], as: "first.jsonl")
    try repository.judge("experiment", "create", "sales").expecting(0)
    let other = Samples.line("a", outputs: ["answer": "Never."])
    let result = try repository.load([other], as: "second.jsonl")
    #expect(result["traces"] == 1)
    #expect(result["conflicting"] == 0)
  }

  @Test func labelsOfAKnownTraceAreAdded() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")], as: "first.jsonl")
    let result = try repository.load(
      [Samples.line("a", labels: ["ann": "good"])], as: "second.jsonl")
    #expect(result["already_present"] == 1)
    #expect(result["assessments"] == 1)
    #expect(result["traces"] == 0)
    let short: JSON = [
      "client_request_id": "a",
      "assessments": [
        ["name": "tone", "source_type": "HUMAN", "source_id": "bob", "value": "bad"]
      ],
    ]
    #expect(try repository.load([short], as: "third.jsonl")["assessments"] == 1)
    #expect(try repository.json("feedback", "list")["feedback"]?.list?.count == 2)
  }
}
