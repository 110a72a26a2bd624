import Foundation
import Testing

/// Exit codes: 0 done, 1 the answer is no, 2 usage, 3 data, 5 a person must decide.
@Suite struct ExitCodeTests {
  @Test(
    arguments: [
      ["--help"], ["--version"], ["help", "align"], ["schema", "trace"], ["trace"],
      ["completion", "bash"],
    ])
  func zero(arguments: [String]) throws {
    let world = try World()
    let outcome = try world.run(Binary.path, arguments)
    #expect(outcome.status == 0, "\(outcome.all)")
    #expect(outcome.errorText.isEmpty, "\(outcome.errorText)")
  }

  @Test(
    arguments: [
      ["nonsense"], ["trace", "list", "--limit", "0"],
      ["trace", "list", "--limit", "x"],
      ["trace", "import"], ["new", "tone"], ["feedback", "add", "1234", "--name", "tone"],
      ["feedback", "add", "1234", "--name", "t", "--value", "1", "--value-json", "1"],
      ["experiment", "create"], ["experiment", "create", " "], ["completion", "tcsh"],
      ["fsck", "--quick", "--deep"], ["learning-curve", "tone", "--sizes", "0"], ["align"],
      ["learning-curve", "tone", "--seeds", "0"], ["align", "tone", "--optimizer", "magic"],
      ["trace", "tag", "1234", "novalue"],
      ["evaluate", "--no-judges", "--judge", "tone"], ["new", "t", "--member", "tone"],
      ["new", "t", "--builtin", "safety", "--prompt", "p.txt"],
    ])
  func usageIsTwo(arguments: [String]) throws {
    let repository = try Repository.ready()
    let outcome = try repository.judge(arguments)
    #expect(outcome.status == 2, "\(outcome.all)")
    #expect(outcome.text.isEmpty, "talk belongs on standard error: \(outcome.text)")
    #expect(!outcome.errorText.isEmpty)
  }

  @Test(
    arguments: [
      ["trace", "show", "tr-abcd"], ["trace", "import", "missing.jsonl"], ["show", "nobody"],
      ["show", "nobody@v3"], ["experiment", "use", "nowhere"], ["agreement", "nobody"],
      ["run", "nobody"], ["align", "nobody"], ["register", "nobody"], ["unregister", "nobody@v1"],
      ["new", "tone", "--from", "missing.json"], ["runs", "show", "abcd"], ["schema", "nothing"],
      ["feedback", "delete", "a-abcd"], ["evaluate", "--judge", "nobody", "--data", "rows.jsonl"],
      ["trace", "list", "--where", "tag.x = "], ["trace", "list", "--order-by", "nonsense"],
      ["trace", "list", "--cursor", "nonsense"],
    ])
  func notFoundOrInvalidIsThree(arguments: [String]) throws {
    let repository = try Repository.ready()
    let outcome = try repository.judge(arguments)
    #expect(outcome.status == 3, "\(outcome.all)")
    #expect(outcome.errorText.hasPrefix("error: "), "\(outcome.errorText)")
    #expect(outcome.text.isEmpty, "\(outcome.text)")
  }

  @Test func noStoreAndNoRepository() throws {
    let world = try World()
    let outside = try world.run(Binary.path, ["status"])
    #expect(outside.status == 3, "\(outside.all)")
    let repository = try Repository(world)
    let empty = try repository.judge("trace", "list")
    #expect(empty.status == 3, "\(empty.all)")
    #expect(empty.errorText.contains("git judge init"), "\(empty.errorText)")
  }

  @Test func ambiguityIsFive() throws {
    let repository = try Repository.ready()
    try repository.newJudge("tone", "--values", "bad,good")
    try repository.judge("experiment", "create", "sales").expecting(0)
    try repository.newJudge("tone", "--values", "bad,good")
    try repository.git("config", "--unset", "judge.experiment")
    let outcome = try repository.judge("show", "tone")
    #expect(outcome.status == 5, "\(outcome.all)")
    for name in ["support", "sales", "--experiment"] {
      #expect(outcome.errorText.contains(name), "\(outcome.errorText)")
    }
    #expect(try repository.judge("show", "tone", "--experiment", "sales").status == 0)
  }

  @Test func errorsAreJSONWhereThatWasAskedFor() throws {
    let repository = try Repository.ready()
    let outcome = try repository.judge("show", "nobody", "--json")
    #expect(outcome.status == 3)
    #expect(outcome.text.isEmpty)
    let error = try JSON(parsing: outcome.errors)
    expect(error, has: ["error": .text, "message": .text, "exit_status": .number])
    #expect(error["exit_status"] == 3)
  }
}
