import Foundation
import JudgeRecords
import JudgeTestSupport
import SimulatedModel
import Testing

@testable import JudgeAlignment

/// Optimizers against a simulated model that takes length for quality and reviewers who do not.
///
/// What passes here proves that an optimizer carries what the labels hold into the verdicts; it
/// says nothing about any provider's model.
@Suite struct SimulatedTests {
  /// Optimizers and rules: the default optimizer on two rules and the others on one of them; in the
  /// long tests each on all.
  private static let cases: [(name: String, rule: PlantedRule)] =
    PropertyRuns.isLong
    ? ["memalign", "simba", "gepa", "few-shot"].flatMap { name in
      PlantedRule.allCases.map { (name, $0) }
    }
    : [
      ("memalign", .orderNumber), ("memalign", .angryException), ("simba", .orderNumber),
      ("gepa", .orderNumber), ("few-shot", .angryException),
    ]
  private static let seeds: Range<UInt64> = PropertyRuns.isLong ? 0..<20 : 1..<2

  private func run(
    _ name: String, _ rule: PlantedRule, _ seed: UInt64, hasSignal: Bool = true
  ) async throws -> SimulatedRun {
    let optimizer = try #require(try OptimizerCatalog.optimizer(name))
    return try await SimulatedRun(optimizer, rule: rule, seed: seed, hasSignal: hasSignal)
  }

  @Test(arguments: cases)
  func thePlantedRuleIsFound(name: String, rule: PlantedRule) async throws {
    var gains: [Double] = []
    var proved = 0
    for seed in Self.seeds {
      let run = try await run(name, rule, seed)
      gains.append(run.aligned / run.base - 1)
      proved += run.improved ? 1 : 0
      print(
        "\(name) \(rule.rawValue) seed \(seed): \(run.base) → \(run.aligned), improved \(run.improved)"
      )
    }
    let mean = gains.reduce(0, +) / Double(gains.count)
    #expect(mean >= 0.3, "\(name) on \(rule.rawValue): \(gains)")
    // A gain as large as these is proved by 50 labels, but for bad luck.
    #expect(Double(proved) >= 0.5 * Double(gains.count), "\(name) on \(rule.rawValue): \(proved)")
  }

  @Test func memAlignSaysTheRuleAndProvesIt() async throws {
    let run = try await run("memalign", .orderNumber, 1)
    #expect(run.improved && run.aligned > 0.9 && run.reflections == 2)
    #expect(
      run.body.guidelines.contains { PlantedRule.orderNumber.isConveyed(by: $0.text) },
      "\(run.body.guidelines.map(\.text))")
  }

  @Test func fourValuesAreLearntToo() async throws {
    let run = try await SimulatedRun(
      MemAlign(), rule: .orderNumber, seed: 2, labels: 60, scale: .four)
    #expect(run.aligned > run.base * 1.3, "\(run.base) → \(run.aligned)")
  }

  @Test func labelsWithoutSignalImproveNothing() async throws {
    let seeds: Range<UInt64> = PropertyRuns.isLong ? 0..<20 : 0..<2
    let names = PropertyRuns.isLong ? ["memalign", "few-shot", "gepa", "simba"] : ["memalign"]
    for name in names {
      var improved = 0
      for seed in seeds {
        improved += try await run(name, .orderNumber, seed, hasSignal: false).improved ? 1 : 0
      }
      #expect(improved <= 1, "\(name): \(improved) of \(seeds.count)")
    }
  }

  @Test func theSameSeedGivesTheSameJudge() async throws {
    for name in PropertyRuns.isLong ? ["memalign", "gepa", "few-shot"] : ["memalign", "few-shot"] {
      let first = try await run(name, .fewSteps, 3).body
      #expect(try await run(name, .fewSteps, 3).body == first)
    }
  }
}
