import JudgeAgreement
import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring
import Testing

@testable import JudgeAlignment

@Suite struct SIMBATests {
  private static func judging(_ request: ChatRequest) -> String {
    Scripted.verdict(request, knowing: "even is good")
  }

  private let model = Scripted { request in
    Scripted.isReflection(request)
      ? #"{"rule": "If the number is even is good, else it is bad."}"# : SIMBATests.judging(request)
  }

  private func align(_ model: Scripted, seed: UInt64 = 3) async throws -> AlignmentProposal {
    let context = model.context(seed: seed)
    return try await SIMBA(batchSize: 8, candidates: 4, steps: 4).align(
      try context.registry.judge(Examples.body()), to: Examples.several(24), context: context)
  }

  @Test func aRuleIsLearntFromAJudgeThatIsAlwaysWrongInTheSameWay() async throws {
    let proposal = try await align(model)
    let guideline = try #require(proposal.body.guidelines.first)
    #expect(guideline.text.contains("even is good"))
    #expect(guideline.labels.count == 1 && guideline.traces.count == 1)
  }

  @Test func rolloutsAreSampledAndNothingElseIsAskedTwice() async throws {
    _ = try await align(model)
    let judged = model.requests.filter { !Scripted.isReflection($0) }
    #expect(judged.contains { $0.temperature == 1 && $0.sample > 0 })
    #expect(Set(judged).count == judged.count)
  }

  @Test func theSameSeedGivesTheSameJudge() async throws {
    let first = try await align(model, seed: 5).body
    #expect(try await align(model, seed: 5).body == first)
  }

  @Test func aJudgeThatIsAlwaysRightIsLeftAlone() async throws {
    let context = model.context()
    let all = (0..<12).map { Examples.one("tr-\(100 + 2 * $0)", "good") }
    let proposal = try await SIMBA().align(
      try context.registry.judge(Examples.body()), to: all, context: context)
    #expect(proposal.body == Examples.body())
    #expect(!model.requests.contains(where: Scripted.isReflection))
  }

  @Test func theMostVariableExamplesComeFirst() {
    func bucket(_ example: Int, _ scores: Double...) -> TrajectoryBucket {
      TrajectoryBucket(
        example: example,
        runs: scores.map { TrajectoryBucket.Run(program: 0, draw: 0, score: $0) })
    }
    let ordered = TrajectoryBucket.order([
      bucket(0, 1, 1), bucket(1, 0, 0), bucket(2, 0, 1, 1), bucket(3, 0, 0, 1),
    ])
    #expect(ordered.map(\.example) == [3, 2, 1])
    #expect(ordered.first?.runs.map(\.score) == [1, 0, 0])
  }

  @Test func theBetterProgramIsDrawnMoreOften() {
    var generator = Xoshiro256(seed: 1)
    let draws = (0..<4000).map { _ in
      Softmax.draw([0.5, 0.7], temperature: 0.2, using: &generator)
    }
    // e / (1 + e) = 0.731
    #expect((2820...3030).contains(draws.count { $0 == 1 }))
    let poisson = (0..<4000).map { _ in generator.poisson(mean: 1.5) }
    #expect((5700...6300).contains(poisson.reduce(0, +)))
  }

  @Test func finalistsAreTheBaseAndEvenlySpacedWinners() {
    var state = SIMBAState(base: Examples.body(), seed: 1, count: 10)
    for step in 0..<6 {
      var body = Examples.body()
      body.description = "step \(step)"
      state.add([body], scores: [0.5])
    }
    #expect(
      state.finalists(3).map { $0.description ?? "base" } == ["base", "step 2", "step 5"])
    #expect(state.finalists(20).count == 7)
  }
}
