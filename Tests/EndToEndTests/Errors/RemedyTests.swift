import Testing

/// An error says what to do twice: in words of the command line, and typed for programs.
@Suite struct RemedyTests {
  private func error(_ outcome: Outcome) throws -> JSON { try JSON(parsing: outcome.errors) }

  @Test func oneOperation() throws {
    let repository = try Repository.ready()
    let error = try error(try repository.judge("sync", "--json"))
    #expect(error["error"] == "usage" && error["exit_status"] == 2)
    #expect(error["hint"] == "to add one, run `git remote add origin URL`")
    #expect(
      error["remedy"]
        == .object([
          "run": "git", "to": "add one",
          "arguments": .list(["remote", "add", "origin", "URL"]),
        ]))
  }

  @Test func severalParameters() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(5))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/right")
    let error = try error(
      try repository.judge("align", "tone", "--min-labels", "10", "--json"))
    #expect(error["error"] == "invalid" && error["exit_status"] == 3)
    let choices = error["remedy", "any_of"]?.list ?? []
    #expect(choices.count == 2 && choices.first?["advice"] != nil)
    #expect(choices.last?["supply"] == "min_labels")
    let count = try #require(choices.last?["value"]?.text)
    #expect(error["hint"]?.text?.hasSuffix(", or specify --min-labels \(count)") == true)
  }

  @Test func namesAreQuotedForAShell() throws {
    let repository = try Repository.ready()
    let outcome = try repository.judge("label", "a b;c")
    #expect(outcome.status == 3, "\(outcome.all)")
    #expect(
      outcome.errorText.contains("`git judge new 'a b;c' --from FILE`"), "\(outcome.errorText)")
  }
}
