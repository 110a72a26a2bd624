import Testing

/// `--strict` stops at the first line that is not as it must be, and writes nothing.
@Suite struct StrictTests {
  @Test(
    arguments: [
      "{broken",
      "{\"client_request_id\":\"big\",\"inputs\":{\"n\":12345678901234567890},"
        + "\"outputs\":{}}",
      "{\"client_request_id\":\"a\",\"inputs\":{\"other\":1},\"outputs\":{}}",
    ])
  func nothingIsWritten(bad: String) throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")], as: "first.jsonl")
    let tip = try repository.tip()
    let file = try repository.world.write(
      "strict.jsonl", [Samples.line("b").line, bad, Samples.line("c").line].joined(separator: "\n"))
    let outcome = try repository.judge("trace", "import", "--strict", file)
    #expect(outcome.status == 3, "\(outcome.all)")
    #expect(outcome.errorText.contains("\(file):2"), "\(outcome.errorText)")
    #expect(outcome.errorText.contains("nothing was imported"), "\(outcome.errorText)")
    #expect(try repository.tip() == tip)
  }

  @Test func aGoodFileIsTaken() throws {
    let repository = try Repository.ready()
    let file = try repository.world.write("good.jsonl", lines: Samples.labelled(3))
    #expect(try repository.json("trace", "import", "--strict", file)["traces"] == 3)
  }
}
