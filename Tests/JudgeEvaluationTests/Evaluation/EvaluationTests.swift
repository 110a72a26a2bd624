import JudgeJSON
import JudgeRecords
import JudgeScoring
import Testing

@testable import JudgeEvaluation

@Suite("An evaluation over rows and answers")
struct EvaluationTests {
  private let body: JudgeBody = {
    var body = JudgeBody(name: "tone", instructions: "Rate.")
    body.values = ["good", "bad"]
    body.pass = ["good"]
    return body
  }()

  /// Rows with a label of one person; a row without a label for `nil`.
  private func rows(_ labels: [JSONValue?]) -> [Trace] {
    labels.enumerated().map { place, label in
      People.trace("r\(place)", label.map { ["ann": $0] } ?? [:])
    }
  }

  private func answers(
    _ rows: [Trace], _ said: [[Feedback]], learnt: Set<Int> = [], key: String = "tone"
  ) throws -> JudgeAnswers {
    JudgeAnswers(
      key: key, body: body, said: said, truth: try Evaluation.truth(rows, body), learnt: learnt)
  }

  @Test("Figures, columns and looks of a judge under its key")
  func figures() throws {
    let rows = rows(["good", "bad", nil])
    var evaluation = Evaluation(rows)
    let said = [People.verdict("good", by: "m"), People.failure(by: "m")].map { [$0] } + [[]]
    try evaluation.add(
      answers(rows, said, key: "tone@v2"), look: .none, bars: FitForUse.Bars(), rates: nil)
    evaluation.finish()
    #expect(evaluation.metrics["tone@v2/accuracy"] == 0.5)
    #expect(evaluation.metrics["tone@v2/pass"] == 0.5 && evaluation.metrics["unasked"] == nil)
    #expect(evaluation.fits["tone@v2"] != nil && evaluation.looks["tone@v2"] == TestSetLook.none)
    let table = evaluation.table.map(\.json)
    #expect(table[0]["tone@v2/value"] == "good" && table[0]["trace_id"] == "r0")
    #expect(table[1]["tone@v2/error_message"]?.stringValue?.contains("timed out") == true)
    #expect(table[2]["tone@v2/value"] == nil)
  }

  @Test("A closed test set takes the labels of held-out rows out of every figure")
  func closed() throws {
    // Some of many rows are held out, whatever the hash.
    let rows = rows([JSONValue?](repeating: "good", count: 60))
    let said = rows.map { _ in [People.verdict("good", by: "m")] }
    let beside = try answers(rows, said)
    let held = beside.testKeys(in: rows).count { $0 != nil }
    #expect(held > 0 && held < 60)
    var evaluation = Evaluation(rows)
    let look = TestSetLook(isOpen: false, judges: 0)
    try evaluation.add(beside, look: look, bars: FitForUse.Bars(), rates: nil)
    #expect(evaluation.metrics["tone/labelled"] == Double(60 - held))
    #expect(evaluation.warnings.contains { $0.hasPrefix("tone: ") && $0.contains("stays closed") })
    #expect(evaluation.looks["tone"] == look)
    var open = Evaluation(rows)
    try open.add(beside, look: .none, bars: FitForUse.Bars(), rates: nil)
    #expect(open.metrics["tone/labelled"] == 60)
  }

  @Test("Rows that taught the judge are named, and do not make it fit")
  func learnt() throws {
    let rows = rows(["good", "bad"])
    let said = [[People.verdict("good", by: "m")], [People.verdict("bad", by: "m")]]
    var evaluation = Evaluation(rows)
    try evaluation.add(
      answers(rows, said, learnt: [0, 1]), look: .none, bars: FitForUse.Bars(), rates: nil)
    #expect(evaluation.metrics["tone/taught"] == 2 && evaluation.fits.isEmpty)
    #expect(evaluation.warnings.first?.contains("2 of 2 rows were training examples") == true)
  }

  @Test("Values that the judge does not declare are named")
  func undeclared() throws {
    let rows = rows(["great"])
    let beside = try answers(rows, [[]])
    #expect(beside.undeclared?.contains("\"great\"") == true)
    #expect(try answers(self.rows(["good", nil]), [[], []]).undeclared == nil)
  }

  @Test("A row without an answer of the application is an error of every judge")
  func unpredicted() throws {
    var rows = rows([nil, nil])
    rows[1].metadata[Evaluation.predictionError] = "down"
    let evaluation = Evaluation(rows)
    #expect(evaluation.answerable == [0])
    let judge = FunctionJudge(body) { _ in [Feedback]() }
    let said = evaluation.spread([[People.verdict("good", by: "m")]], over: [0], of: judge)
    #expect(said[0].first?.value == "good")
    #expect(said[1].first?.error?.code == "PREDICTION_FAILED")
    #expect(said[1].first?.error?.message == "down")
  }

  @Test("What was not asked is counted once, and is no error")
  func unasked() throws {
    let rows = rows([nil])
    let skipped = Feedback(
      name: "tone", error: AssessmentError(code: "OFFLINE", message: nil),
      source: AssessmentSource(type: .llmJudge, id: "m"))
    var evaluation = Evaluation(rows)
    try evaluation.add(answers(rows, [[skipped]]), look: .none, bars: FitForUse.Bars(), rates: nil)
    evaluation.finish()
    #expect(evaluation.metrics["unasked"] == 1 && evaluation.metrics["tone/errors"] == 0)
    #expect(evaluation.looks.isEmpty)
  }

  @Test("Rows with one key get ids of their own, and verdicts keep what is known of their rows")
  func marks() {
    let rows = [People.trace("a", [:]), People.trace("a", [:]), People.trace("b", [:])]
    #expect(RowMark.asRows(rows).map(\.id) == ["row:a", "row:a#2", "row:b"])
    let said = rows.map { _ in [People.verdict("good", by: "m")] }
    let marked = RowMark.marked(
      said, rows, on: "tone", truth: ["bad", nil, nil], learnt: [2])
    #expect(marked[0][0].metadata[RowMark.consensus] == "\"bad\"")
    #expect(marked[0][0].metadata[RowMark.group] != nil)
    #expect(marked[1][0].metadata.isEmpty)
    #expect(marked[2][0].metadata == [RowMark.training: "true"])
  }
}
