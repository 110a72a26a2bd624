import JudgeAgreement
import JudgeJSON
import JudgeRecords
import Testing

@testable import JudgeEvaluation

@Suite("The verdicts of runs, compared and held against conditions")
struct RunVerdictsTests {
  private let judge = ContentID(hashing: [1])

  private func verdict(_ id: String, _ value: JSONValue?, _ marks: JSONObject = [:]) -> Verdict {
    var verdict = Verdict(
      traceID: id,
      result: value.map { .success($0) } ?? .failure(AssessmentError(message: "timed out")))
    verdict.metadata = marks
    return verdict
  }

  private func run(_ values: [String: JSONValue?], by judge: ContentID? = nil) -> RunVerdicts {
    var run = RunVerdicts(judge: judge ?? self.judge, feedbackName: "tone")
    for (id, value) in values { run.values[id] = verdict(id, value) }
    return run
  }

  @Test("Only the run's own verdicts, by question, with the hash where two judges answer one")
  func byName() {
    let run = ContentID(hashing: [7])
    func batch(_ name: String, _ judge: ContentID?, of run: ContentID?, _ id: String)
      -> VerdictBatch
    {
      var batch = VerdictBatch(
        name: name, source: AssessmentSource(type: .llmJudge, id: "m"),
        verdicts: [verdict(id, "good")])
      batch.run = run
      batch.judge = judge
      return batch
    }
    let other = ContentID(hashing: [2])
    let batches = [
      batch("tone", judge, of: run, "t1"), batch("tone", judge, of: run, "t2"),
      batch("tone", judge, of: other, "t3"), batch("rude", judge, of: run, "t1"),
      batch("rude", other, of: run, "t1"), batch("tone", judge, of: nil, "t4"),
    ]
    let found = RunVerdicts.byName(batches, of: run)
    #expect(
      found.keys.sorted()
        == ["tone", "rude#\(judge.prefix(8))", "rude#\(other.prefix(8))"].sorted())
    #expect(found["tone"]?.values.keys.sorted() == ["t1", "t2"])
    // With a version, its number says more than the hash.
    let registered = RunVerdicts.byName(
      batches, of: run, versions: [judge: ("rude", "rude@v2"), other: ("rude", "rude@v3")])
    #expect(registered.keys.sorted() == ["rude@v2", "rude@v3", "tone"])
    let half = RunVerdicts.byName(batches, of: run, versions: [judge: ("rude", "rude@v2")])
    #expect(half.keys.sorted() == ["rude#\(other.prefix(8))", "rude@v2", "tone"])
  }

  @Test("A judge under another name than its question names both")
  func question() {
    let run = ContentID(hashing: [7])
    func batch(_ name: String, judge: ContentID?) -> VerdictBatch {
      var batch = VerdictBatch(
        name: name, source: AssessmentSource(type: .llmJudge, id: "m"),
        verdicts: [verdict("t1", "good", ["feedback_name": "tone"])])
      batch.run = run
      batch.judge = judge
      return batch
    }
    let own = RunVerdicts.byName([batch("tone_aligned", judge: judge)], of: run)
    #expect(own["tone_aligned"]?.feedbackName == "tone")
    // Only judges of the store can answer another question than their name.
    let imported = RunVerdicts.byName([batch("mood", judge: nil)], of: run)
    #expect(imported["mood"]?.feedbackName == "mood")
  }

  @Test("Two runs are paired by name, else by the question that one judge of each answers")
  func pairs() {
    func named(_ question: String) -> RunVerdicts {
      RunVerdicts(judge: judge, feedbackName: question)
    }
    let renamed = RunVerdicts.pairs(["tone": named("tone")], ["tone_aligned": named("tone")])
    #expect(renamed.keys.sorted() == ["tone_aligned"])
    let both = RunVerdicts.pairs(
      ["tone": named("tone"), "rude": named("rude")],
      ["tone": named("tone"), "tone_aligned": named("tone"), "calm": named("calm")])
    #expect(both.keys.sorted() == ["tone"])
    let several = RunVerdicts.pairs(
      ["tone": named("tone")], ["a": named("tone"), "b": named("tone")])
    #expect(several.isEmpty)
  }

  @Test("A row is named by its key, unless the run judged two traces of the key")
  func rowKeys() {
    let run = ContentID(hashing: [7])
    var batch = VerdictBatch(
      name: "tone", source: AssessmentSource(type: .llmJudge, id: "m"),
      verdicts: ["t1", "t2", "t3", "t4"].map { verdict($0, "good") })
    batch.run = run
    let found = RunVerdicts.byName(
      [batch], of: run, rowKeys: ["t1": "a", "t2": "b", "t3": "b"])
    #expect(found["tone"]?.values.keys.sorted() == ["row:a", "t2", "t3", "t4"])
  }

  @Test("The number of judged traces is of the question, also if two judges answer it")
  func counts() {
    let other = ContentID(hashing: [2])
    let counts = RunVerdicts.counts([
      run(["a": "good", "b": nil]), run(["b": "good", "c": "bad"], by: other),
    ])
    #expect(counts == ["tone": 3])
    #expect(RunVerdicts.counts([]).isEmpty)
  }

  @Test("An error is not a pass, and counts")
  func pass() {
    let said = run(["a": "good", "b": nil, "c": "bad", "d": "good"])
    #expect(said.passShare(["good"]) == 0.5 && said.errors == 1)
    #expect(run([:]).passShare(["good"]) == nil)
  }

  @Test("Kappa counts errors as wrong, and held-out traces only if the test set is open")
  func kappa() throws {
    var known = MeasuredTraces()
    known.truth = ["a": "good", "b": "bad", "c": "good", "d": "bad", "e": "bad"]
    known.keys = ["d": "k"]
    let right = run(["a": "good", "b": "bad", "c": "good", "d": "good"])
    #expect(try right.kappa(known, includesTest: false, declared: []) == 1)
    let open = try right.kappa(known, includesTest: true, declared: [])
    #expect(open.map { $0 < 1 } == true)
    let failing = run(["a": "good", "b": "bad", "c": nil])
    let least = try failing.kappa(known, includesTest: false, declared: [])
    #expect(least.map { $0 < 1 } == true)
  }

  @Test("Rows of a file bring their labels with them, and say which taught the judge")
  func rows() {
    var said = run(["tr-1": "good"])
    let marks: JSONObject = [
      RowMark.consensus: "\"bad\"", RowMark.group: "g", RowMark.test: "k",
    ]
    said.values["row:1"] = verdict("row:1", "good", marks)
    var taught = marks
    taught[RowMark.training] = "true"
    said.values["row:2"] = verdict("row:2", nil, taught)
    var known = MeasuredTraces()
    #expect(known.addRows(of: said) == ["row:2"])
    known.taught[judge] = ["row:2"]
    #expect(known.truth == ["row:1": "bad", "row:2": "bad"])
    #expect(known.groups["row:1"] == "g" && known.keys(of: ["row:1", "x"]) == ["k"])
    let labelled = said.labelledRows(known)
    #expect(labelled.map(\.key) == ["k"] && labelled.map(\.verdict.truth) == ["bad"])
    #expect(said.trainingWarning("tone", known) == "tone: 1 of 3 rows were training examples")
    #expect(said.trainingWarning("tone", MeasuredTraces()) == nil)
  }

  @Test("Two runs are compared on common traces, without the test set if it stays closed")
  func comparison() throws {
    var known = MeasuredTraces()
    known.truth = ["a": "good", "b": "good", "c": "good"]
    known.keys = ["c": "k"]
    let later = ContentID(hashing: [3])
    known.taught = [later: ["b"]]
    let first = run(["a": "bad", "b": "good", "c": "bad", "x": "good"])
    let second = run(["a": "good", "b": nil, "c": "good", "y": "good"], by: later)
    #expect(RunComparison.common(first, second) == ["a", "b", "c"])
    let open = try RunComparison(
      first, second, known, pass: [], look: TestSetLook(isOpen: true, judges: 3))
    #expect(
      open.figures.n == 3 && open.figures.fixed == ["a", "c"] && open.figures.broken == ["b"])
    #expect(open.figures.taught == 1 && open.notes.count == 1)
    let closed = try RunComparison(
      first, second, known, pass: [], look: TestSetLook(isOpen: false, judges: 0, note: "why"))
    #expect(closed.figures.n == 2 && closed.figures.fixed == ["a"])
    #expect(closed.notes.last?.contains("stays closed: why") == true)
    // The interval of the figures allows for all judges that were measured; that of a loss does not.
    let wide = open.figures.figures.differenceInterval
    let plain = open.loss.figures.differenceInterval
    #expect(wide != nil && plain != nil)
  }

  @Test("A gate passes if every check holds and every judge may be used")
  func gate() {
    let unknown = Fitness(judge: "tone@v1", feedbackName: "tone")
    var check = Fitness(judge: "length", feedbackName: "length")
    check.basis = .check
    func result(_ fitness: [Fitness], errors: Double = 0, allows: Bool = false) -> GateResult {
      GateResult(
        checks: [.atMost(0, "errors", errors)], judges: [], fitness: fitness, allowsUnfit: allows,
        warnings: [])
    }
    #expect(result([check]).passed && result([check]).letPass.isEmpty)
    #expect(!result([check], errors: 1).passed)
    #expect(!result([unknown]).passed && result([unknown]).letPass.isEmpty)
    #expect(result([unknown, check], allows: true).passed)
    #expect(result([unknown, check], allows: true).letPass == "tone@v1: fitness unknown")
    #expect(!result([unknown], errors: 1, allows: true).passed)
  }
}
