import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeTestSupport
import Testing

@testable import JudgeAlignment

@Suite("Few labels: every one decides")
struct SmallStartTests {
  /// Traces whose base is right in a third; the source `right` always is.
  private static func traces(_ count: Int, draw: UInt64) -> [Trace] {
    var random = SeededGenerator(seed: draw)
    let good = (0..<count).map { $0 % 2 == 0 }.shuffled(using: &random)
    let right = (0..<count).map { $0 < count / 3 }.shuffled(using: &random)
    return (0..<count).map { place in
      let label: JSONValue = good[place] ? "good" : "bad"
      let wrong: JSONValue = good[place] ? "bad" : "good"
      var trace = Planted.trace(
        "tr-\(draw)-\(place)", votes: [label], verdict: right[place] ? label : wrong)
      var other = Planted.verdict(label)
      other.source.id = "right"
      trace.verdicts.append(other)
      return trace
    }
  }

  private static func fitted(
    _ count: Int, draw: UInt64, _ options: FitOptions = FitOptions()
  ) async throws -> FittedAlignment {
    let data = try await AlignmentData(
      judge: Planted.judge(), traces: traces(count, draw: draw))
    return try await data.fit(
      FoldingOptimizer { _, body in body.model = "recorded:/right" }, options: options)
  }

  @Test("18 labels, a base that is right in a third and a perfect judge: 19 of 20 draws are proved")
  func eighteen() async throws {
    var improved = 0
    for draw in 0..<20 {
      improved += try await Self.fitted(18, draw: UInt64(draw)).improved ? 1 : 0
    }
    #expect(improved >= 19)
  }

  @Test("10 labels align; if they can decide nothing, the test part stays closed and why is said")
  func ten() async throws {
    var undecided = 0
    for draw in 0..<20 {
      let data = try await AlignmentData(
        judge: Planted.judge(), traces: Self.traces(10, draw: UInt64(draw)))
      let fitted = try await Self.fitted(10, draw: UInt64(draw))
      #expect(fitted.body.model == "recorded:/right", "it is fitted all the same")
      guard !fitted.opensTest else { continue }
      undecided += 1
      let report = AlignmentReport(
        data: data, fitted: fitted, result: nil, openings: 0, seconds: 0, commit: nil)
      #expect(!fitted.improved)
      #expect(report.conclusion.hasPrefix("too few labels to prove anything: label about "))
      #expect(report.figures["selection"]?["more_labels"]?.intValue ?? 0 > 0)
    }
    #expect((1..<20).contains(undecided))
  }

  @Test("The proof takes 5 at 5 %, 6 at half of that, 7 with four candidates")
  func needed() {
    #expect(SmallStart.needed(level: 0.05) == 5)
    #expect(SmallStart.needed(level: 0.025) == 6)
    #expect(SmallStart.needed(level: 0.0125) == 7)
    for (right, wrong) in [(4, 8), (5, 4), (5, 5)] {
      let start = SmallStart(groups: right + wrong, wrongGroups: wrong, needed: 5, isExact: true)
      #expect((start.undecided == nil) == (wrong >= 5))
    }
    #expect(SmallStart(groups: 4, wrongGroups: 4, needed: 5, isExact: false).undecided != nil)
    #expect(SmallStart(groups: 5, wrongGroups: 0, needed: 5, isExact: false).undecided == nil)
  }

  @Test("Several candidates share the error")
  func candidates() async throws {
    var options = FitOptions()
    options.candidates = 4
    let one = try await Self.fitted(24, draw: 3)
    let four = try await Self.fitted(24, draw: 3, options)
    #expect(one.evidence.level == 0.05 && four.evidence.level == 0.0125)
    #expect(four.evidence.needed == 7)
    let bounds = try (
      #require(one.evidence.differenceLower95), #require(four.evidence.differenceLower95)
    )
    #expect(bounds.1 < bounds.0)
    // A second chance is one more.
    var then = FitOptions()
    then.thenCalibrates = true
    #expect(then.level == 0.025)
    // The number changes the proof, which the report has, and not the judge.
    #expect(try one.body.record().id == four.body.record().id)
    #expect(one.candidates == 1 && four.candidates == 4)
    // A step of an earlier program still says it.
    var step = try #require(four.body.steps.last)
    step.settings["tried"] = 4
    #expect(step.fitOptions.candidates == 4)
  }

  @Test("Dealt folds keep groups whole, are even, and do not depend on the order of the traces")
  func deal() async throws {
    let traces = (0..<40).map { index in
      Planted.trace(
        "tr-\(100 + index)", votes: ["good"], verdict: "good", group: "g\(index % 17)")
    }
    let data = try await AlignmentData(judge: Planted.judge(), traces: traces)
    let folds = SmallStart.deal(data.items, into: 5, feedbackName: "tone")
    #expect(folds.count == 5 && folds.reduce(0) { $0 + $1.count } == 40)
    #expect(folds.allSatisfy { (5...11).contains($0.count) })
    let groups = folds.map { Set($0.map(\.groupCode)) }
    for (place, one) in groups.enumerated() {
      for other in groups.dropFirst(place + 1) { #expect(one.isDisjoint(with: other)) }
    }
    let again = SmallStart.deal(data.items.reversed(), into: 5, feedbackName: "tone")
    #expect(
      again.map { Set($0.map(\.example.trace.id)) } == folds.map { Set($0.map(\.example.trace.id)) }
    )
  }

  @Test("Under the first rules a step is repeated as it was made")
  func firstRules() async throws {
    let data = try await AlignmentData(
      judge: Planted.judge(), traces: Self.traces(30, draw: 1), rules: .first)
    var options = FitOptions(minimum: 10)
    options.rules = .first
    let optimizer = FoldingOptimizer { _, body in body.model = "recorded:/right" }
    let fitted = try await data.fit(optimizer, options: options)
    let parts = [HeldOutSplit.Part.train, .validation].map {
      Set(data.items(in: $0).map(\.example.trace.id))
    }
    #expect(Set(optimizer.shown.map(\.ids)) == Set(parts))
    #expect(fitted.body.steps.last?.settings["rules"] == nil)
    #expect(fitted.evidence.chanceP == nil)
  }
}

@Suite("Whether few verdicts have to do with the labels")
struct ChanceTests {
  private func chance(_ truth: [Int], _ aligned: [Int?], groups: [Int]? = nil) -> Double? {
    ImprovementTest(
      truth.indices.map {
        ImprovementTest.Case(
          truth: truth[$0], base: 1 - truth[$0], aligned: aligned[$0], group: groups?[$0] ?? $0)
      }, labelCount: 2, order: [], pass: []
    ).chance
  }

  @Test("4 of 4 and 8 of 8 is one order of 495; a constant knows nothing")
  func perfect() throws {
    let truth = (0..<12).map { $0 < 4 ? 1 : 0 }
    let found = try #require(chance(truth, truth))
    #expect(found < 0.01 && found >= 1e-4)
    #expect(chance(truth, truth.map { _ in 0 }) == nil)
    #expect(chance(truth, truth.map { _ in 1 }) == nil)
    // Several traces of one group are no separate cases.
    #expect(chance(truth, truth, groups: truth.indices.map { $0 / 2 }) == nil)
  }

  @Test("By chance it is small as often as it says")
  func level() {
    let seed: UInt64 = 20_261_130
    var random = SeededGenerator(seed: seed)
    var small = 0
    for _ in 0..<200 {
      let truth = (0..<20).map { _ in Int.random(in: 0...1, using: &random) }
      let said = (0..<20).map { _ in Int.random(in: 0...1, using: &random) }
      if chance(truth, said).map({ $0 <= 0.05 }) ?? false { small += 1 }
    }
    // 5 % of 200 and three standard errors.
    #expect(small <= 19, "seed \(seed): \(small)")
  }
}
