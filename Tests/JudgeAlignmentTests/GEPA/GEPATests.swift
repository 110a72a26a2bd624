import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring
import Synchronization
import Testing

@testable import JudgeAlignment

@Suite struct GEPATests {
  private static func judging(_ request: ChatRequest) -> String {
    Scripted.verdict(request, knowing: "even ones are good")
  }

  private func align(
    _ model: Scripted, count: Int = 24, budget: Int? = nil, seed: UInt64 = 1
  ) async throws -> AlignmentProposal {
    let context = model.context(seed: seed)
    return try await GEPA(maxMetricCalls: budget).align(
      try context.registry.judge(Examples.body()), to: Examples.several(count), context: context)
  }

  @Test func aBetterInstructionIsFoundAndKeepsItsPlaceholders() async throws {
    let model = Scripted { request in
      Scripted.isReflection(request)
        ? #"{"instructions": "Judge {{ outputs }}: even ones are good, odd ones bad."}"#
        : Self.judging(request)
    }
    let proposal = try await align(model)
    let text = proposal.body.instructions
    #expect(text.hasPrefix("Judge {{ outputs }}: even ones are good"))
    // It lost {{ inputs }}: the case's field comes back.
    #expect(text.contains("{{ inputs }}"))
    #expect(Set(proposal.body.template.variables) == ["inputs", "outputs"])
    #expect((proposal.sources["instructions"]?.arrayValue?.count ?? 0) >= 1)
    // People's verdict and reason stand in the reflection, before the judge's own.
    let prompt = try #require(model.prompts.first { $0.hasPrefix("You help") })
    #expect(prompt.contains("Experts' verdict: ") && prompt.contains("Their reason: reason"))
  }

  @Test(arguments: [1, 5, 13, 20, 40, 96])
  func theBudgetIsNeverOvershot(budget: Int) async throws {
    let model = Scripted { request in
      Scripted.isReflection(request)
        ? #"{"instructions": "Rate {{ outputs }} for {{ inputs }}. Draft \#(request.sample)."}"#
        : Self.judging(request)
    }
    _ = try await align(model, budget: budget)
    #expect(model.requests.count { !Scripted.isReflection($0) } <= budget)
  }

  @Test func whatIsNoBetterIsNotKept() async throws {
    let model = Scripted { request in
      Scripted.isReflection(request)
        ? #"{"instructions": "Say good to {{ outputs }} and {{ inputs }}."}"#
        : Self.judging(request)
    }
    #expect(try await align(model).body == Examples.body())
  }

  @Test func wordsInBracesThatNoJudgeKnowsAreText() {
    let body = Examples.body().instructed("Use {{ weather }} and {{ outputs }}.")
    #expect(Set(body.template.variables) == ["inputs", "outputs"])
    #expect(InstructionsTemplate(body.instructions).unknownVariables.isEmpty)
  }
}
