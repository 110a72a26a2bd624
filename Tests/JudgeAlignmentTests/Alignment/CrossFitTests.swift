import Foundation
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring
import Testing

@testable import JudgeAlignment

@Suite("Few labels decide in two folds")
struct CrossFitTests {
  /// Traces on which the base is always wrong; `right` is right on all, `half` on the part named.
  private static func traces(
    _ count: Int, half: HeldOutSplit.Part = .validation
  ) -> [Trace] {
    (0..<count).map { index in
      let label: JSONValue = index.isMultiple(of: 2) ? "good" : "bad"
      let wrong: JSONValue = index.isMultiple(of: 2) ? "bad" : "good"
      var trace = Planted.trace("tr-\(1000 + index)", votes: [label], verdict: wrong)
      let part = HeldOutSplit.part(of: trace, feedbackName: "tone")
      for (source, value) in [("right", label), ("half", part == half ? label : wrong)] {
        var other = Planted.verdict(value)
        other.source.id = source
        trace.verdicts.append(other)
      }
      return trace
    }
  }

  private func data(_ traces: [Trace], _ body: JudgeBody = Planted.body()) async throws
    -> AlignmentData
  {
    try await AlignmentData(judge: Planted.judge(body), traces: traces)
  }

  private func ids(_ data: AlignmentData, _ part: HeldOutSplit.Part) -> Set<String> {
    Set(data.items(in: part).map(\.example.trace.id))
  }

  private func switching(_ source: String) -> FoldingOptimizer {
    FoldingOptimizer { _, body in body.model = "recorded:/\(source)" }
  }

  @Test("Each part teaches one judge and decides over the other")
  func folds() async throws {
    let data = try await data(Self.traces(96))
    let optimizer = switching("right")
    let fitted = try await data.fit(optimizer)
    #expect(optimizer.shown.map(\.ids) == [ids(data, .train), ids(data, .validation)])
    #expect(optimizer.shown.map(\.share) == optimizer.shown.map(\.ids.count))
    #expect(fitted.improved && fitted.evidence.method == .crossValidation)
    #expect(fitted.evidence.n == data.items(in: .train, .validation).count)
    #expect(fitted.evidence.baseAccuracy == 0 && fitted.evidence.alignedAccuracy == 1)
  }

  @Test("The bound holds for both judges together")
  func bonferroni() async throws {
    let data = try await data(Self.traces(96))
    let fitted = try await data.fit(switching("right"))
    // All n verdicts get better: Clopper and Pearson's bound of n of n at the error that the tests
    // of each alone leave.
    let n = Double(fitted.evidence.n)
    let level = fitted.evidence.level
    #expect(level > 0.02 && level < 0.05)
    let expected = 2 * pow(level, 1 / n) - 1
    let bound = try #require(fitted.evidence.differenceLower95)
    #expect(abs(bound - expected) < 1e-9)
  }

  @Test("The judge that did better over what it had not seen is kept")
  func theBetterOne() async throws {
    let data = try await AlignmentData(
      judge: Planted.judge(), traces: Self.traces(60), rules: .first)
    let validation = ids(data, .validation)
    // Only who learned from the validation part finds out.
    let late = FoldingOptimizer { shown, body in
      if !shown.isDisjoint(with: validation) { body.model = "recorded:/right" }
    }
    var options = FitOptions()
    options.rules = .first
    let fitted = try await data.fit(late, options: options)
    #expect(fitted.improved && fitted.body.model == "recorded:/right")
    // Over both parts it is not proved better than always saying "good"; over what it decided it is.
    #expect(fitted.evidence.n == ids(data, .train).count)
    #expect(fitted.evidence.alignedAccuracy == 1)
  }

  @Test("What is right only where it decided for the one fold does not count for the other")
  func noTraceDecidesOverItsOwn() async throws {
    // Each judge is right on its own part alone: a memory, and nothing learnt.
    let data = try await data(Self.traces(96, half: .validation))
    let validation = ids(data, .validation)
    let memory = FoldingOptimizer { shown, body in
      if !shown.isDisjoint(with: validation) { body.model = "recorded:/half" }
    }
    let fitted = try await data.fit(memory)
    #expect(!fitted.improved && fitted.evidence.alignedAccuracy == 0)
  }

  @Test("Many labels, a comparison, and a judge that labels have taught: a third decides alone")
  func aThirdAlone() async throws {
    let many = try await data(Self.traces(200))
    #expect(many.items(in: .validation).count >= AlignmentData.enoughToValidate)
    let optimizer = switching("right")
    let fitted = try await many.fit(optimizer)
    #expect(optimizer.shown.map(\.ids) == [ids(many, .train)])
    #expect(fitted.evidence.method == .validation)

    let few = try await data(Self.traces(96))
    #expect(few.items(in: .train, .validation).count >= SmallStart.labels)
    var options = FitOptions()
    options.forcesValidation = true
    #expect(try await few.fit(switching("right"), options: options).evidence.method == .validation)

    var body = Planted.body()
    body.steps = [
      AlignmentStep(
        optimizer: "memalign", settings: [:], seed: 0, base: ContentID(hashing: [1]))
    ]
    let taught = try await data(Self.traces(96), body)
    #expect(try await taught.fit(switching("right")).evidence.method == .validation)
    #expect(few.decidesAlike([switching("right"), MemAlign(), CalibrationOptimizer()]))
    #expect(!few.decidesAlike([switching("right"), FakeOptimizer()]))
    #expect(try await data(Self.traces(40)).decidesAlike([switching("right"), FakeOptimizer()]))
    #expect(!taught.decidesAlike([switching("right")]) && !many.decidesAlike([MemAlign()]))
  }

  @Test("Budgets are shared, never exceeded")
  func shares() throws {
    for (first, second) in [(23, 12), (20, 20), (30, 7), (5, 5)] {
      let total = first + second
      let gepa = try [first, second].map {
        try #require(GEPA(maxMetricCalls: 61).share(learning: $0, of: total) as? GEPA)
      }
      #expect(gepa.reduce(0) { $0 + ($1.maxMetricCalls ?? 0) } <= 61)
      let simba = try [first, second].map {
        try #require(SIMBA().share(learning: $0, of: total) as? SIMBA)
      }
      #expect(simba.reduce(0) { $0 + $1.steps } == SIMBA().steps)
    }
    #expect((GEPA().share(learning: 12, of: 35) as? GEPA)?.maxMetricCalls == 140)
  }

  @Test("A refit learns from both parts")
  func refit() async throws {
    let data = try await data(Self.traces(96))
    let optimizer = switching("right")
    var options = FitOptions()
    options.refit = true
    _ = try await data.fit(optimizer, options: options)
    #expect(
      optimizer.shown.last?.ids == ids(data, .train).union(ids(data, .validation)))
  }

  @Test("Calibration on top of one fold, where the validation part is too small for another")
  func calibrationOnOneFold() async throws {
    let all = Self.traces(200)
    let kept =
      all.filter { HeldOutSplit.part(of: $0, feedbackName: "tone") == .train }.prefix(12)
      + all.filter { HeldOutSplit.part(of: $0, feedbackName: "tone") == .validation }.prefix(3)
    var body = Planted.body()
    body.model = "scripted:/x"
    let registry = ModelRegistry(providers: [
      Scripted { _ in #"{"result": "good", "guidelines": []}"# }.model
    ])
    let data = try await AlignmentData(
      judge: try registry.judge(body), traces: Array(kept), rules: .first)
    var options = FitOptions()
    options.rules = .first
    options.thenCalibrates = true
    let fitted = try await data.fit(
      MemAlign(), context: AlignmentContext(registry: registry), options: options)
    #expect(fitted.evidence.n == 3)
  }
}
