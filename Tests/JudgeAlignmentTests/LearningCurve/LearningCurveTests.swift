import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeWork
import Testing

@testable import JudgeAlignment

@Suite("How many labels are needed")
struct LearningCurveTests {
  private static let proof = SelectionEvidence(
    method: .crossValidation, n: 1, baseAccuracy: 0, alignedAccuracy: 1, differenceLower95: 0.1)

  /// 100 traces in groups of four.
  private static var grouped: [Trace] {
    (0..<100).map { index in
      Planted.trace(
        "tr-\(1000 + index)", votes: [index % 3 == 0 ? "good" : "bad"],
        verdict: index % 5 == 0 ? "good" : "bad", group: "g\(index / 4)")
    }
  }

  private func data(_ traces: [Trace]) async throws -> AlignmentData {
    try await AlignmentData(judge: Planted.judge(), traces: traces)
  }

  @Test("A random draw is exactly n labels, other ones for every seed")
  func random() async throws {
    let optimizer = FakeOptimizer(.crossValidation, evidence: Self.proof)
    let size = try await LearningCurve(draw: .random).measure(
      n: 30, seeds: 4, data: data(Self.grouped), optimizer: optimizer)
    #expect(optimizer.shown.map(\.count) == [30, 30, 30, 30])
    #expect(Set(optimizer.shown.map { $0.map(\.trace.id) }).count == 4)
    #expect(size.n == 30 && size.seeds.count == 4)
  }

  @Test("A grouped draw takes whole groups")
  func groups() async throws {
    let optimizer = FakeOptimizer(.crossValidation, evidence: Self.proof)
    _ = try await LearningCurve(draw: .grouped).measure(
      n: 30, seeds: 5, data: data(Self.grouped), optimizer: optimizer)
    for examples in optimizer.shown {
      #expect(examples.count == 32, "the last group may overshoot")
      let groups = Dictionary(grouping: examples, by: \.group)
      #expect(groups.values.allSatisfy { $0.count == 4 })
    }
  }

  @Test("Where the guard keeps the base the gain is 0, whatever the proposal would have done")
  func kept() async throws {
    var evidence = Self.proof
    evidence.differenceLower95 = 0
    let traces = Self.grouped.map { trace in
      var trace = trace
      var other = Planted.verdict(trace.labels[0].assessment.value ?? .null)
      other.source.id = "other"
      trace.verdicts.append(other)
      return trace
    }
    let data = try await data(traces)
    let refused = FakeOptimizer(.crossValidation, evidence: evidence) {
      $0.model = "recorded:/other"
    }
    let kept = try await LearningCurve(draw: .random).measure(
      n: 20, seeds: 3, data: data, optimizer: refused)
    #expect(kept.gains == [0, 0, 0] && kept.seeds.allSatisfy { $0.base == $0.aligned })
    let adopted = FakeOptimizer(.crossValidation, evidence: Self.proof) {
      $0.model = "recorded:/other"
    }
    let gained = try await LearningCurve(draw: .random).measure(
      n: 20, seeds: 3, data: data, optimizer: adopted)
    #expect(gained.seeds.allSatisfy { $0.aligned == 1 } && gained.gains.allSatisfy { $0 > 0 })
  }

  @Test(
    "trainOnly neither draws nor tests on a held-out trace", arguments: LearningCurve.Draw.allCases)
  func trainOnly(draw: LearningCurve.Draw) async throws {
    let data = try await data(Self.grouped)
    let test = Set(data.items(in: .test).map(\.example.trace.id))
    #expect(!test.isEmpty)
    // A judge of its own, which is never to be asked about a held-out trace.
    let allowed = Set(data.items.map(\.example.trace.id)).subtracting(test)
    let watched = Scripted { _ in #"{"result": "good"}"# }
    let optimizer = FakeOptimizer(.crossValidation, evidence: Self.proof) {
      $0.model = "scripted:/x"
    }
    let size = try await LearningCurve(draw: draw, trainOnly: true).measure(
      n: 20, seeds: 3, data: data, optimizer: optimizer,
      context: watched.context())
    #expect(optimizer.shownIDs.isDisjoint(with: test))
    #expect(size.seeds.count == 3)
    #expect(watched.traces.count > 20 && watched.traces.isSubset(of: allowed))
  }

  @Test("What is drawn is never tested on, and a group never stands on both sides")
  func apart() async throws {
    let data = try await data(Self.grouped)
    let watched = Scripted { _ in #"{"result": "good"}"# }
    let optimizer = FakeOptimizer(.crossValidation, evidence: Self.proof) {
      $0.model = "scripted:/x"
    }
    _ = try await LearningCurve(draw: .grouped).measure(
      n: 40, seeds: 1, data: data, optimizer: optimizer,
      context: watched.context())
    #expect(watched.traces.isDisjoint(with: optimizer.shownIDs))
    #expect(watched.traces.count + optimizer.shownIDs.count == 100)
    let groups = Dictionary(
      data.items.map { ($0.example.trace.id, $0.example.group) }, uniquingKeysWith: { a, _ in a })
    #expect(
      Set(watched.traces.compactMap { groups[$0] })
        .isDisjoint(with: optimizer.shownIDs.compactMap { groups[$0] }))
  }

  @Test("An optimizer that is validated is shown a part of the draw and decided on the rest")
  func validated() async throws {
    let traces = Self.grouped.map { trace in
      var trace = trace
      var other = Planted.verdict(trace.labels[0].assessment.value ?? .null)
      other.source.id = "other"
      trace.verdicts.append(other)
      return trace
    }
    let optimizer = FakeOptimizer.switching(to: "other")
    let size = try await LearningCurve(draw: .random).measure(
      n: 60, seeds: 2, data: data(traces), optimizer: optimizer)
    #expect(optimizer.shown.allSatisfy { (20..<60).contains($0.count) })
    // A draw of few groups may prove nothing.
    #expect(size.seeds.allSatisfy { ($0.aligned == 1 || $0.aligned == $0.base) && $0.base < 1 })
    #expect(size.seeds.contains { $0.aligned == 1 })
  }

  @Test("Sizes that leave nothing, and a single group, are errors")
  func errors() async throws {
    let data = try await data(Self.grouped)
    for n in [0, -1, 100, 500] {
      let error = await #expect(throws: JudgeFailure.self) {
        try await LearningCurve(draw: .random).measure(
          n: n, seeds: 1, data: data, optimizer: FakeOptimizer())
      }
      #expect(error?.description.contains("1 to 99") == true)
    }
    let none = #expect(throws: JudgeFailure.self) {
      try LearningCurve().check(sizes: [10], seeds: 0, data: data)
    }
    #expect(none?.message == "0 seeds measure nothing")
    let one = try await self.data(
      (0..<20).map { Planted.trace("tr-\($0)", votes: ["good"], verdict: "good", group: "g") })
    await #expect(throws: JudgeFailure.self) {
      try await LearningCurve(draw: .grouped).measure(
        n: 5, seeds: 1, data: one, optimizer: FakeOptimizer())
    }
  }

  @Test("Means of per-seed ratios, their deviation, and who won")
  func json() {
    let size = LearningCurve.Size(
      n: 10, seeds: [(0.5, 0.75), (0.5, 0.5), (0.8, 0.6), (0, 0.2)])
    // Gains 0.5, 0, −0.25, and 0 where a base that is never right has no ratio.
    let json = size.json
    #expect(json["n"] == 10 && json["seeds"] == 4)
    #expect(abs((json["relative_gain_mean"]?.doubleValue ?? 9) - 0.0625) < 1e-12)
    let squares = [0.4375, -0.0625, -0.3125, -0.0625].map { $0 * $0 }.reduce(0, +)
    #expect(
      abs((json["relative_gain_sd"]?.doubleValue ?? 9) - (squares / 3).squareRoot()) < 1e-12)
    #expect(json["won"] == 2 && json["lost"] == 1)
    #expect(abs((json["base_accuracy"]?.doubleValue ?? 9) - 0.45) < 1e-12)
    #expect(abs((json["aligned_accuracy"]?.doubleValue ?? 9) - 0.5125) < 1e-12)
    let single = LearningCurve.Size(n: 10, seeds: [(0.5, 0.75)]).json
    #expect(single["relative_gain_sd"] == 0)
  }

  @Test("The interval of a mean over draws is Student's; one draw has none")
  func intervals() throws {
    let size = LearningCurve.Size(n: 20, seeds: [(0.5, 0.6), (0.5, 0.7), (0.5, 0.8)])
    let interval = try #require(size.alignedInterval)
    // 0.7 ± t(2, 0.975) · 0.1 / √3, with t = 4.302653.
    let width = 4.302653 * 0.1 / 3.0.squareRoot()
    #expect(abs(interval.lower - (0.7 - width)) < 1e-6)
    #expect(abs(interval.upper - (0.7 + width)) < 1e-6)
    #expect(size.json["aligned_interval"]?.arrayValue?.count == 2)
    #expect(LearningCurve.Size(n: 20, seeds: [(0.5, 0.6)]).json["base_interval"] == .null)
  }
}
