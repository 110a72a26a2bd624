import Testing

/// A human label without a source id is a rejected line, never somebody's e-mail.
@Suite struct HumanSourceTests {
  @Test(
    arguments: [
      ["name": "tone", "source_type": "HUMAN", "value": "good"],
      ["name": "tone", "source_type": "HUMAN", "source_id": "", "value": "good"],
      ["name": "tone", "source_type": "HUMAN", "source_id": .null, "value": "good"],
      ["name": "tone", "source_type": "human", "source_id": "  ", "value": "good"],
    ] as [JSON])
  func rejected(label: JSON) throws {
    let repository = try Repository.ready()
    let line = Samples.line("a", more: ["assessments": [label]])
    let file = try repository.world.write("labels.jsonl", lines: [Samples.line("b"), line])
    let outcome = try repository.judge("trace", "import", "--json", file)
    #expect(outcome.status == 3, "\(outcome.all)")
    #expect(try outcome.json()["rejected"] == 1)
    #expect(
      outcome.errorText.contains("\(file):2: assessments[0].source_id"), "\(outcome.errorText)")
    #expect(try repository.records("assessments").isEmpty)
    #expect(try repository.keys() == ["b"], "nothing of a rejected line is taken")
  }

  @Test func anImportSaysNothingOfTheImporter() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(2))
    for (path, record) in try repository.records("assessments") {
      #expect(!record.line.contains("ann@example.com"), "\(path)")
    }
  }
}
