import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeWork
import Testing

@Suite("Where a judge is wrong")
struct WrongVerdictsTests {
  /// People: a, b, c yes; d, e, f no; g tied.
  ///
  /// The judge: a no, b no, c yes, d yes, e failed.
  private func wrong() throws -> WrongVerdicts {
    var traces = [
      People.trace("a", ["ann": "yes", "bob": "yes"]), People.trace("b", ["ann": "yes"]),
      People.trace("c", ["ann": "yes"]), People.trace("d", ["ann": "no"]),
      People.trace("e", ["ann": "no"]), People.trace("f", ["ann": "no"]),
      People.trace("g", ["ann": "yes", "bob": "no"]),
    ]
    for (place, value) in ["no", "no", "yes", "yes"].enumerated() {
      traces[place].verdicts = [People.verdict(.string(value), by: "gpt")]
    }
    traces[4].verdicts = [People.failure(by: "gpt")]
    traces[6].verdicts = [People.verdict("yes", by: "gpt")]
    return try WrongVerdicts(
      try LabelledSet(traces, feedbackName: "tone", declared: ["yes", "no"]), taught: [3]
    ) { $0.verdicts.last }
  }

  @Test("Frequent confusions come first, failures last; ties and right verdicts are no errors")
  func order() throws {
    let wrong = try wrong()
    #expect(wrong.cases.map(\.trace.id) == ["a", "b", "d", "e"])
    #expect(wrong.count == 5 && wrong.ties == 1)
    #expect(wrong.cases.map(\.taught) == [false, false, true, false])
    #expect(wrong.cases[0].votes.count == 2 && wrong.cases[3].verdict.value == nil)
  }

  @Test("The matrix counts what the judge says for each value of people, failures apart")
  func matrix() throws {
    let confusion = try wrong().confusion
    #expect(
      confusion.json == [
        "yes": ["verdicts": ["yes": 1, "no": 2], "failures": 0],
        "no": ["verdicts": ["yes": 1, "no": 0], "failures": 1],
      ])
    #expect(confusion.hasFailures)
  }

  @Test("One confusion is people's value, a slash, the judge's; other texts list the values")
  func confused() throws {
    let wrong = try wrong()
    #expect(try wrong.confused("yes/no").cases.map(\.trace.id) == ["a", "b"])
    #expect(try wrong.confused("No/YES").cases.map(\.trace.id) == ["d"])
    #expect(try wrong.confused("yes/no").json["confused"] == ["people": "yes", "judge": "no"])
    for text in ["yes", "yes/maybe", "/", "no/"] {
      let error = #expect(throws: JudgeFailure.self) { try wrong.confused(text) }
      #expect(error?.code == .usage && error?.description.contains("no, yes") == true)
    }
  }

  @Test("A value may hold a slash")
  func slash() throws {
    var traces = [People.trace("a", ["ann": "n/a"]), People.trace("b", ["ann": "a"])]
    traces[0].verdicts = [People.verdict("a", by: "gpt")]
    traces[1].verdicts = [People.verdict("n/a", by: "gpt")]
    let wrong = try WrongVerdicts(LabelledSet(traces, feedbackName: "tone")) { $0.verdicts.last }
    #expect(try wrong.confused("n/a/a").cases.map(\.trace.id) == ["a"])
    #expect(try wrong.confused("a/n/a").cases.map(\.trace.id) == ["b"])
  }
}
