import Testing

/// `--value` is matched against the judge's declared values and stored in their type.
@Suite struct TypedValueTests {
  @Test(
    arguments: [
      ("int", "1,2,3", "2", JSON.number(2)), ("float", "0.5,1", "0.5", .number(0.5)),
      ("bool", "true,false", "true", .bool(true)), ("string", "1,2", "2", .text("2")),
    ])
  func storedInTheDeclaredType(
    type: String, values: String, given: String, kept: JSON
  ) throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    try repository.newJudge("score", "--values", values, "--value-type", type)
    let trace = try repository.traceID("a")
    try repository.json("feedback", "add", trace, "--name", "score", "--value", given)
    let record = try #require(try repository.records("assessments").values.first)
    #expect(record["feedback", "value"] == kept, "\(record.line)")

    let wrong = try repository.judge("feedback", "add", trace, "--name", "score", "--value", "9")
    #expect(wrong.status == 3, "\(wrong.all)")
    for value in values.split(separator: ",") {
      #expect(wrong.errorText.contains(value), "\(wrong.errorText)")
    }
    #expect(try repository.records("assessments").count == 1)
  }

  @Test func rawJSONMustBeAValueToo() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    try repository.newJudge("score", "--values", "1,2,3", "--value-type", "int")
    let trace = try repository.traceID("a")
    let add = ["feedback", "add", trace, "--name", "score", "--value-json"]
    #expect(try repository.judge(add + ["\"2\""]).status == 3)
    #expect(try repository.judge(add + ["{\"a\":"]).status == 2)
    #expect(try repository.judge(add + ["2"]).status == 0)
  }

  @Test func withoutAJudgeAnyValueIsText() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    let trace = try repository.traceID("a")
    try repository.json("feedback", "add", trace, "--name", "free", "--value", "2")
    try repository.json(
      "expectation", "add", trace, "--name", "facts", "--value-json", "[\"14 days\"]")
    let listed = try repository.json("feedback", "list")["feedback"]?.list
    #expect(listed?.map { $0["feedback", "value"] } == ["2"])
    let expected = try repository.json("expectation", "list")["expectations"]?.list
    #expect(expected?.map { $0["expectation", "value"] } == [["14 days"]])
  }
}
