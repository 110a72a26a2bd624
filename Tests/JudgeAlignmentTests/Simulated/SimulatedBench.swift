import JudgeRecords
import Foundation
import JudgeScoring
import SimulatedModel
import Testing

@testable import JudgeAlignment

@Suite struct SimulatedBench {
  @Test(.enabled(if: ProcessInfo.processInfo.environment["GIT_JUDGE_SIMULATED"] != nil))
  func table() async throws {
    let env = ProcessInfo.processInfo.environment
    let seeds = Int(env["SEEDS"] ?? "5") ?? 5
    let names = (env["OPT"] ?? "memalign,simba,gepa,few-shot").split(separator: ",").map(String.init)
    let rules = (env["RULES"] ?? "").split(separator: ",").compactMap { PlantedRule(rawValue: String($0)) }
    for name in names {
      for rule in rules.isEmpty ? PlantedRule.offered : rules {
        var lines: [String] = []
        var gains: [Double] = [], improved = 0, calls = 0, refl = 0, b = 0.0, a = 0.0, k = 0.0
        for seed in 0..<UInt64(seeds) {
          guard let optimizer = try OptimizerCatalog.optimizer(name) else { continue }
          let run = try await SimulatedRun(
            optimizer, rule: rule, seed: seed, labels: Int(env["LABELS"] ?? "50") ?? 50,
            hasSignal: env["NOSIGNAL"] == nil)
          gains.append(run.aligned / run.base - 1)
          improved += run.improved ? 1 : 0
          calls += run.verdicts
          refl += run.reflections
          b += run.base; a += run.aligned; k += run.kept
          if env["SHOW"] != nil {
            lines.append("   seed \(seed) \(run.base) \(run.aligned) \(run.improved) g=\(run.body.guidelines.map(\.text))")
          }
        }
        let n = Double(seeds)
        fflush(nil); print("SIM \(name) \(rule.rawValue) base \((b/n*1000).rounded()/1000) aligned \((a/n*1000).rounded()/1000) kept \((k/n*1000).rounded()/1000) gain \((gains.reduce(0,+)/n*100).rounded())% improved \(improved)/\(seeds) calls \(calls/seeds) refl \(refl/seeds)")
        for line in lines { print(line) }
        fflush(nil)
      }
    }
  }
}
